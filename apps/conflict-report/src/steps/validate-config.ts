import type { ValidateConfigResult } from '@pipelines/contracts';
import { DatabaseAuthenticationError } from '@pipelines/sql-tasks';
import { ConfigValidationError } from '../errors/config-validation-error.ts';
import type { ActionContext } from '../ports.ts';
import { type Credentials, readSettings, type Settings } from '../settings.ts';
import { type DatabaseAccess, withDatabase } from './with-database.ts';

/**
 * Check the settings and, unless mocked, that the database answers and has both schemas.
 *
 * Changes nothing. What an operator must put right is a ConfigValidationError, which the state
 * machine does not retry; a database that does not answer is not, for it may come back.
 *
 * @throws {ConfigValidationError} for settings, a refused password, a missing schema
 * @throws {DatabaseUnreachableError} when nothing answers within 10 s
 */
export async function validateConfig({
  event,
  ports,
}: ActionContext): Promise<ValidateConfigResult> {
  const settings = readSettings(ports.environment);
  const { host, port, database, user } = event.use_mock
    ? configuredConnection(settings)
    : await checkDatabase({ settings, ports });
  return {
    status: 'success',
    message: 'Configuration validated successfully',
    action: 'validate_config',
    config: { host, port, database, user },
  };
}

type Connection = Omit<Credentials, 'password'>;

/** What is known of the connection without asking anyone. */
function configuredConnection({ source }: Settings): Connection {
  if (source.kind === 'environment') return source.credentials;
  const unread = `in secret ${source.secretId}`;
  return { host: unread, port: 5_432, database: unread, user: unread };
}

async function checkDatabase(access: DatabaseAccess): Promise<Connection> {
  try {
    return await withDatabase(access, async (database, credentials) => {
      const wanted = [access.settings.conflictSchema, access.settings.analyticsSchema];
      const { rows } = await database.query(
        'select nspname from pg_namespace where nspname in ($1, $2)',
        wanted,
      );
      assertSchemasExist(
        wanted,
        rows.map(({ nspname }) => nspname),
      );
      return credentials;
    });
  } catch (error) {
    if (!(error instanceof DatabaseAuthenticationError)) throw error;
    throw new ConfigValidationError(error.message, { cause: error });
  }
}

function assertSchemasExist(wanted: readonly string[], found: readonly unknown[]): void {
  const missing = wanted.filter((name) => !found.includes(name));
  if (missing.length === 0) return;
  throw new ConfigValidationError(
    `No schema "${missing.join('" and no schema "')}" in the database. ` +
      'Create it from sql/conflict-report, or correct POSTGRES_CONFLICT_SCHEMA and POSTGRES_ANALYTICS_SCHEMA.',
  );
}
