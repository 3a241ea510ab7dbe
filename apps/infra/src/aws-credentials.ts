import { fromIni } from '@aws-sdk/credential-provider-ini';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { messageOf, PipelineError } from '@pipelines/core';

/** Whether a command speaks to AWS. The others work without an account. */
const NEEDING: ReadonlySet<string> = new Set([
  ...['diff', 'deploy', 'destroy', 'bootstrap', 'rollback'],
]);
/** The metadata service of a machine at AWS answers in milliseconds, and elsewhere there is none. */
const METADATA_TIMEOUT_MS = 1_000;
/** A program that makes credentials may ask its user; a token service answers in a second. */
const LONGEST_MS = 30_000;

/** There are no AWS credentials, or none that can be used. The message says what to do. */
export class NoAwsCredentialsError extends PipelineError {
  static {
    NoAwsCredentialsError.prototype.name = 'NoAwsCredentialsError';
  }

  constructor(command: string, reason: string) {
    super(
      `infra:${command} needs AWS credentials. ${reason.trim()}\n` +
        'One of these helps: "aws configure"; "aws sso login --profile NAME", then AWS_PROFILE=NAME or --profile NAME; ' +
        'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment.\n' +
        'Without an account: "npx nx run infra:synth" makes the templates, "npx nx run infra:deploy-local" ' +
        'deploys them on this machine, and "npx nx run simulator:serve" runs the pipelines.',
    );
  }
}

/**
 * See that a command finds credentials where the AWS CLI would: environment, profile, single
 * sign-on, web identity, program, metadata of the machine.
 *
 * Nothing is asked of AWS with them: that they are valid shows at the first call. A target fails so
 * in a second, before anything is synthesised.
 *
 * @param command - of this project's targets; `synth` and its like need none
 * @param profile - `--profile`, else AWS_PROFILE counts
 * @throws {NoAwsCredentialsError} with the reason as the provider gives it, and what helps
 */
export async function checkCredentials(command: string, profile?: string): Promise<void> {
  if (!NEEDING.has(command)) return;
  const provide = defaultProvider({
    ...(profile !== undefined && { profile }),
    timeout: METADATA_TIMEOUT_MS,
    maxRetries: 0,
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const message = `None came within ${LONGEST_MS / 1_000} s`;
    timer = setTimeout(() => reject(new Error(message)), LONGEST_MS);
  });
  try {
    await Promise.race([provide(), late]);
  } catch (error) {
    const named = profile ?? process.env['AWS_PROFILE'];
    const where = named === undefined ? '' : ` (profile "${named}")`;
    const reason = named === undefined ? messageOf(error) : await reasonOf(named, error);
    throw new NoAwsCredentialsError(command, `${reason}${where}`);
  } finally {
    clearTimeout(timer);
  }
}

/** The chain tells of no link why it gave nothing; a profile, asked alone, does. */
async function reasonOf(profile: string, error: unknown): Promise<string> {
  return fromIni({ profile })().then(
    () => messageOf(error),
    (refusal: unknown) => messageOf(refusal),
  );
}

/** The profile among options of the CDK: `--profile NAME` or `--profile=NAME`. */
export function profileOf(args: readonly string[]): string | undefined {
  const at = args.indexOf('--profile');
  if (at >= 0) return args[at + 1];
  return args.find((word) => word.startsWith('--profile='))?.slice('--profile='.length);
}
