import { postgresSecret } from '@pipelines/contracts';
import { withSecret } from '@pipelines/secrets';
import { type Database, DatabaseAuthenticationError } from '@pipelines/sql-tasks';
import type { Ports } from '../ports.ts';
import { assertTlsAllowed, type Credentials, type Settings } from '../settings.ts';

/** conflict-report.md 2.4, S9. */
const CONNECT_TIMEOUT_SECONDS = 10;
const CA_BUNDLE = 'rds-ca-bundle.pem';

export interface DatabaseAccess {
  readonly settings: Settings;
  readonly ports: Ports;
}

/**
 * Open a connection, use it, and close it whatever happens.
 *
 * The server must prove with a certificate of Amazon's that it is the configured host, unless TLS
 * is off, which only a loopback host may have. A password from a secret that is refused is fetched
 * anew once: it may just have been rotated.
 *
 * @throws {ConfigValidationError} when TLS is off for another machine
 * @throws what `connectDatabase` and `loadSecret` throw; what `use` throws
 */
export async function withDatabase<Result>(
  access: DatabaseAccess,
  use: (database: Database, credentials: Credentials) => Promise<Result>,
): Promise<Result> {
  const { database, credentials } = await openDatabase(access);
  try {
    return await use(database, credentials);
  } finally {
    await database.close();
  }
}

interface OpenDatabase {
  readonly database: Database;
  readonly credentials: Credentials;
}

async function openDatabase(access: DatabaseAccess): Promise<OpenDatabase> {
  const { source } = access.settings;
  if (source.kind === 'environment') return connectAs(source.credentials, access);
  return withSecret({
    loadSecret: access.ports.loadSecret,
    id: source.secretId,
    schema: postgresSecret,
    isRefused: (error) => error instanceof DatabaseAuthenticationError,
    use: (secret) => connectAs(secret, access),
  });
}

async function connectAs(
  credentials: Credentials,
  { settings, ports }: DatabaseAccess,
): Promise<OpenDatabase> {
  assertTlsAllowed(settings.tls, credentials.host);
  const tls =
    settings.tls === 'off'
      ? { tls: 'off' as const }
      : { tls: 'verify-full' as const, ca: await ports.readAsset(CA_BUNDLE) };
  const database = await ports.connect({
    ...credentials,
    ...tls,
    connectTimeoutSeconds: CONNECT_TIMEOUT_SECONDS,
    applicationName: 'etl-pipeline-function',
  });
  return { database, credentials };
}
