import type { ConnectionTestResult } from '@pipelines/contracts';
import { PipelineError } from '@pipelines/core';
import { ConnectionTestError } from '../errors/connection-test-error.ts';
import type { ActionContext } from '../ports.ts';
import { readSettings } from '../settings.ts';
import { type DatabaseAccess, withDatabase } from './with-database.ts';

/** conflict-report.md 1.2: the first 100 characters of `version()`. */
const VERSION_CHARACTERS = 100;

type TestAction = ConnectionTestResult['action'];
type Details = ConnectionTestResult['details'];

/**
 * Connect and ask the server who it is and who we are. Answers to all three names of the action.
 *
 * @throws {ConfigValidationError} when the settings are incomplete
 * @throws {ConnectionTestError} when the database does not let us in, with the reason
 */
export async function testConnection({
  event,
  ports,
}: ActionContext): Promise<ConnectionTestResult> {
  const settings = readSettings(ports.environment);
  const details = event.use_mock
    ? mockDetails()
    : await askServer({ settings, ports }).catch((error: unknown) => {
        throw error instanceof PipelineError ? new ConnectionTestError(error) : error;
      });
  return {
    status: 'success',
    message: 'Postgres connection successful',
    action: event.action as TestAction,
    details,
  };
}

function askServer(access: DatabaseAccess): Promise<Details> {
  return withDatabase(access, async (connection, { host, port }) => {
    const { rows } = await connection.query(
      'select current_database() as database, current_user as "user", version() as version',
    );
    const { database, user, version } = rows[0] ?? {};
    return {
      host,
      port,
      database: String(database),
      user: String(user),
      version: String(version).slice(0, VERSION_CHARACTERS),
    };
  });
}

function mockDetails(): Details {
  return { host: 'mock', port: 5_432, database: 'mock', user: 'mock', version: 'mock' };
}
