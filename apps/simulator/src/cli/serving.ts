import { functions, machines } from '@pipelines/workflows';
import type { PostgresEngine, S3Endpoint, SecretsManagerEndpoint } from '@pipelines/local-cloud';
import { UsageError } from './cli-errors.ts';

/** The port of AWS's own, unsupported Step Functions Local. */
export const DEFAULT_PORT = 8083;
const LARGEST_PORT = 65_535;

/**
 * The port of `--port`; 0 takes a free one.
 *
 * @throws {UsageError} for anything but a whole number up to 65535
 */
export function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= LARGEST_PORT) return port;
  throw new UsageError(
    `--port "${text}" is not a port (0 to ${LARGEST_PORT}; 0 takes a free one).`,
  );
}

/** What runs where: the banner of `serve`. Without an engine the functions answer from mocks. */
export function bannerLines(facts: {
  readonly url: string;
  readonly dataDir: string;
  readonly engine: PostgresEngine | undefined;
  readonly s3?: S3Endpoint | undefined;
  readonly secretsManager?: SecretsManagerEndpoint | undefined;
}): readonly string[] {
  const { url, dataDir, engine, s3, secretsManager } = facts;
  const postgres = engine
    ? `${engine.version} (${engine.provider}) on ${engine.connection.host}:${engine.connection.port}`
    : 'none, tasks answer from mocks';
  return [
    'Simulator is ready.',
    `  URL         ${url}`,
    `  Machines    ${machines.map(({ name }) => name).join(', ')}`,
    `  Functions   ${functions.map(({ name }) => name).join(', ')}`,
    `  PostgreSQL  ${postgres}`,
    ...(s3 ? [`  S3          ${s3.url}`] : []),
    ...(secretsManager ? [`  Secrets     ${secretsManager.url}`] : []),
    `  Data        ${dataDir}`,
    '',
    `  export AWS_ENDPOINT_URL=${url} AWS_DEFAULT_REGION=us-east-1`,
    ...(s3 ? [`  export AWS_ENDPOINT_URL_S3=${s3.url}`] : []),
    ...(secretsManager ? [`  export AWS_ENDPOINT_URL_SECRETS_MANAGER=${secretsManager.url}`] : []),
    // Step Functions takes any pair, the other two take this one only.
    `  export AWS_ACCESS_KEY_ID=${s3?.accessKeyId ?? 'test'}`,
    `  export AWS_SECRET_ACCESS_KEY=${s3?.secretAccessKey ?? 'test'}`,
    '  aws stepfunctions list-state-machines',
    '',
    'Stop with Ctrl-C.',
  ];
}

/** Rejects with the signal's reason as soon as it aborts; never resolves. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
}
