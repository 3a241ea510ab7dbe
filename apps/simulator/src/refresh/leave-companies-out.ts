import path from 'node:path';
import { UsageError } from '@pipelines/command-line';
import type { CliIo } from '../cli/cli-io.ts';
import type { S3Target } from '../storage/s3-target.ts';
import type { CompanyFiles } from './plan-refresh.ts';

/**
 * Say that company files are not put into an S3 of the user's, and with what they can do it: made-up
 * firms must not get among real ones because somebody once ran `seed sbir`.
 *
 * @param target - bucket and prefix where the run looks for them
 * @throws {UsageError} where the command line names them: it asks for what will not be done
 */
export function leaveCompaniesOut(
  { companyFiles, areCompaniesNamed }: CompanyFiles,
  target: S3Target,
  { env, say }: { readonly env: CliIo['env']; readonly say: (line: string) => void },
): void {
  const [first] = companyFiles;
  if (first === undefined) return;
  const lines = [
    `${companyFiles.length} company files are not uploaded: AWS_ENDPOINT_URL_S3 or ` +
      'AWS_ENDPOINT_URL_SECRETS_MANAGER is set, so the S3 of this run is yours to fill. To put them there:',
    `  ${uploadCommand(path.dirname(first), target, env['AWS_ENDPOINT_URL_S3'])}`,
  ];
  if (areCompaniesNamed) {
    throw new UsageError(`--companies: ${lines.join('\n')}\nThen run without --companies.`);
  }
  for (const line of lines) say(line);
}

function uploadCommand(folder: string, { bucket, key }: S3Target, endpoint?: string): string {
  const filter = "--recursive --exclude '*' --include '*company_search*.csv'";
  const at = endpoint ? ` --endpoint-url ${inShell(endpoint)}` : '';
  return `aws s3 cp ${inShell(folder)} ${inShell(`s3://${bucket}/${key}`)} ${filter}${at}`;
}

function inShell(text: string): string {
  return /^[\w./:=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
