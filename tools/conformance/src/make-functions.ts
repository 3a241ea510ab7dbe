import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import type { CorpusCase, RecordedFunction } from './corpus-case.ts';
import { HANDLER_FILE, pythonSource, recordedFunctions } from './recorded-functions.ts';

/** Longer than any of them sleeps. */
const TIMEOUT_SECONDS = 120;

/**
 * Create the Lambda functions that the recordings call, as a user would: by CreateFunction, in the
 * account of their ARN.
 *
 * @param url - of a Lambda API that takes any signature
 * @returns their ARNs
 * @throws {Error} with the answer of the API when it refuses one
 */
export async function makeFunctions(
  cases: readonly CorpusCase[],
  url: string,
): Promise<readonly string[]> {
  const functions = recordedFunctions(cases);
  for (const one of functions) await makeFunction(one, url);
  return functions.map(({ arn }) => arn);
}

async function makeFunction(one: RecordedFunction, url: string): Promise<void> {
  const [, , , , account = '', , name = ''] = one.arn.split(':');
  const response = await fetch(`${url}/2015-03-31/functions`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Authorization: `AWS4-HMAC-SHA256 Credential=${account}/20250101/us-east-1/lambda/aws4_request`,
    },
    body: JSON.stringify({
      FunctionName: name,
      Runtime: one.runtime ?? 'python3.12',
      Handler: 'handler.handler',
      Role: `arn:aws:iam::${account}:role/recorded`,
      Timeout: TIMEOUT_SECONDS,
      Code: { ZipFile: await zipText(pythonSource(one)) },
    }),
  });
  if (response.ok) return;
  throw new Error(`CreateFunction of ${one.arn} was refused: ${await response.text()}`);
}

async function zipText(source: string): Promise<string> {
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from(source), HANDLER_FILE);
  zip.end();
  return (await buffer(zip.outputStream)).toString('base64');
}
