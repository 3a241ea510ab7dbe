import { PipelineError } from '@pipelines/core';
import { isLoopback, readServerVersion } from './connect-client.ts';
import { orAborted } from './or-aborted.ts';
import type { OpenPostgresOptions, PostgresConnection, PostgresEngine } from './postgres-engine.ts';

const DEFAULT_PORT = 5432;

/** A server was given by POSTGRES_HOST and does not let us in. Falling back would hide that. */
export class GivenPostgresUnreachableError extends PipelineError {
  static {
    GivenPostgresUnreachableError.prototype.name = 'GivenPostgresUnreachableError';
  }

  readonly host: string;
  readonly port: number;
  /** `ECONNREFUSED`, or an SQLSTATE such as `28P01` (wrong password). */
  readonly code: string;

  constructor(host: string, port: number, code: string) {
    super(`PostgreSQL at "${host}:${port}", given by POSTGRES_HOST, does not answer: ${code}`);
    this.host = host;
    this.port = port;
    this.code = code;
  }
}

/** The given database looks like production. Only its user can say that this is meant. */
export class ProductionDatabaseRefusedError extends PipelineError {
  static {
    ProductionDatabaseRefusedError.prototype.name = 'ProductionDatabaseRefusedError';
  }

  readonly host: string;
  readonly database: string;

  constructor(host: string, database: string) {
    super(
      `Database "${database}" at "${host}" looks like production. Unset POSTGRES_HOST to run on a local engine, or allow it expressly.`,
    );
    this.host = host;
    this.database = database;
  }
}

/** `prod`, `production` or `live` as a word of its own: `etl-prod.example.com`, `visits_live`. */
const PRODUCTION_NAME = /(^|[^a-z])(prod|production|live)([^a-z]|$)/i;

/** Whether the name of the host or of the database says production. */
export function looksLikeProduction({
  host,
  database,
}: Pick<PostgresConnection, 'host' | 'database'>): boolean {
  return [host, database].some((name) => PRODUCTION_NAME.test(name));
}

/**
 * Use the server that POSTGRES_HOST, POSTGRES_PORT, POSTGRES_DATABASE, POSTGRES_USER and
 * POSTGRES_PASSWORD name. It is never stopped.
 *
 * @throws {ProductionDatabaseRefusedError} for a production-like name that was not allowed
 * @throws {GivenPostgresUnreachableError} when a connection cannot be made
 */
export async function openGiven(options: OpenPostgresOptions): Promise<PostgresEngine> {
  const connection = givenConnection(options.env);
  const { host, port } = connection;
  if (looksLikeProduction(connection) && !options.isProductionAllowed) {
    throw new ProductionDatabaseRefusedError(host, connection.database);
  }
  options.onProgress?.(`Using PostgreSQL at ${host}:${port}, given by POSTGRES_HOST`);
  const ca = isLoopback(host) ? undefined : options.ca;
  const asking = readServerVersion(connection, ca);
  const version = await orAborted(asking, options.signal).catch((error: unknown) => {
    options.signal?.throwIfAborted();
    // The server's message is left out: it may repeat what it was sent.
    const { code } = error as { code?: string };
    throw new GivenPostgresUnreachableError(host, port, code ?? 'no answer');
  });
  return { connection, provider: 'given', version, stop: async () => undefined };
}

function givenConnection(env: OpenPostgresOptions['env']): PostgresConnection {
  return {
    host: env['POSTGRES_HOST'] ?? '',
    port: Number(env['POSTGRES_PORT'] || DEFAULT_PORT),
    database: env['POSTGRES_DATABASE'] || 'postgres',
    user: env['POSTGRES_USER'] || 'postgres',
    password: env['POSTGRES_PASSWORD'] ?? '',
  };
}
