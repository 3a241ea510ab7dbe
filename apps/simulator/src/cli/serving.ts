import { UsageError } from '@pipelines/command-line';
import { functions, machines } from '@pipelines/workflows';
import type { S3Endpoint, PostgresEngine } from '@pipelines/local-cloud';

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

/** What runs where: the banner of `serve`. */
export function bannerLines(facts: {
  readonly url: string;
  readonly dataDir: string;
  readonly engine: PostgresEngine | undefined;
  /** No engine will ever run: functions answer from mocks. */
  readonly isMocked: boolean;
  readonly s3?: S3Endpoint | undefined;
  readonly secretsManager?: S3Endpoint | undefined;
}): readonly string[] {
  const { url, dataDir, engine, isMocked, s3 } = facts;
  const elsewhere = endpointsElsewhere(facts);
  const postgres = engine
    ? `${engine.version} (${engine.provider}) on ${engine.connection.host}:${engine.connection.port}`
    : isMocked
      ? 'none, tasks answer from mocks'
      : 'none yet, started by the first task that needs it';
  return [
    'Simulator is ready.',
    `  URL         ${url} (Step Functions, S3, Secrets Manager, Lambda and the page)`,
    `  Machines    ${machines.map(({ name }) => name).join(', ')}`,
    `  Functions   ${functions.map(({ name }) => name).join(', ')}`,
    `  PostgreSQL  ${postgres}`,
    ...elsewhere.map(
      ([, label, { url: itsUrl }]) => `  ${label.padEnd(12)}${itsUrl} (another process)`,
    ),
    `  Data        ${dataDir}`,
    '',
    `  export AWS_ENDPOINT_URL=${url} AWS_DEFAULT_REGION=us-east-1`,
    ...elsewhere.map(([name, , { url: itsUrl }]) => `  export AWS_ENDPOINT_URL_${name}=${itsUrl}`),
    // Any other pair is taken, too, where it is not verified; this one always is.
    `  export AWS_ACCESS_KEY_ID=${s3?.accessKeyId ?? 'test'}`,
    `  export AWS_SECRET_ACCESS_KEY=${s3?.secretAccessKey ?? 'test'}`,
    '  aws stepfunctions list-state-machines',
    '',
    'Stop with Ctrl-C.',
  ];
}

type NamedEndpoint = readonly [name: string, label: string, endpoint: S3Endpoint];

/** Those of a folder that another process serves already: clients have to go there. */
function endpointsElsewhere(facts: Parameters<typeof bannerLines>[0]): readonly NamedEndpoint[] {
  const { s3, secretsManager } = facts;
  const all: readonly (NamedEndpoint | undefined)[] = [
    s3 && ['S3', 'S3', s3],
    secretsManager && ['SECRETS_MANAGER', 'Secrets', secretsManager],
  ];
  return all
    .filter((one) => one !== undefined)
    .filter(([, , endpoint]) => endpoint.provider === 'shared');
}

/** Rejects with the signal's reason as soon as it aborts; never resolves. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
}
