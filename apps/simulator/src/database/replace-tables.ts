import type { PostgresConnection } from '@pipelines/local-cloud';
import { DataLockedError } from '../cli/cli-errors.ts';
import { applySqlFile, applySqlFiles } from './apply-sql-files.ts';
import { withClient, type Client } from './open-client.ts';
import { logicalSchemas, type SchemaNames } from './schema-names.ts';

/** A number of our own, so that two seeds of one database find each other. */
const SEED_LOCK = 4_170_001;
const LONGEST_NAME = 63;

/**
 * Replace both schemas by freshly loaded ones, all or nothing.
 *
 * Tables and views are made from `sql/` under names of their own, `load` fills them, indexes,
 * statistics and sequences follow; then one transaction drops the old schemas and renames the new
 * ones. Until then readers see the old data, and a failed or killed load has changed nothing.
 *
 * @param schemas - names after the swap
 * @param load - fills the tables of the schemas that it is given
 * @returns what `load` returned
 * @throws {DataLockedError} when another seed is at work on the same database
 */
export async function replaceTables<T>(
  connection: PostgresConnection,
  schemas: SchemaNames,
  load: (loading: SchemaNames, client: Client) => Promise<T>,
): Promise<T> {
  const loading = loadingNames(schemas);
  return withClient(connection, async (client) => {
    await lockSeed(client);
    await dropSchemas(client, loading);
    try {
      await applySqlFiles(client, 'schema', loading);
      await applySqlFiles(client, 'views', loading);
      const result = await load(loading, client);
      await applySqlFiles(client, 'indexes', loading);
      await applySqlFile(client, 'tasks/after_load.sql', loading);
      await swapSchemas(client, loading, schemas);
      return result;
    } catch (error) {
      await dropSchemas(client, loading);
      throw error;
    }
  });
}

/**
 * Drop what a killed seed has left, so that its disk space is free again; the data stays as it is.
 *
 * @throws {DataLockedError} when another seed is at work on the same database
 */
export async function dropUnfinishedLoad(
  connection: PostgresConnection,
  schemas: SchemaNames,
): Promise<void> {
  await withClient(connection, async (client) => {
    await lockSeed(client);
    await dropSchemas(client, loadingNames(schemas));
  });
}

/** Ours until the connection ends. */
async function lockSeed(client: Client): Promise<void> {
  const [lock] = await client`select pg_try_advisory_lock(${SEED_LOCK}) as is_ours`;
  if (lock?.['is_ours'] !== true) throw new DataLockedError('Another seed is running.');
}

function loadingNames(schemas: SchemaNames): SchemaNames {
  return {
    analytics: loadingName(schemas.analytics),
    conflict: loadingName(schemas.conflict),
  };
}

function loadingName(schema: string): string {
  const suffix = '_loading';
  return `${schema.slice(0, LONGEST_NAME - suffix.length)}${suffix}`;
}

async function dropSchemas(client: Client, schemas: SchemaNames): Promise<void> {
  for (const name of Object.values(schemas)) {
    await client`drop schema if exists ${client(name)} cascade`;
  }
}

async function swapSchemas(client: Client, from: SchemaNames, to: SchemaNames): Promise<void> {
  await client.begin(async (transaction) => {
    for (const schema of logicalSchemas) {
      await transaction`drop schema if exists ${transaction(to[schema])} cascade`;
      await transaction`
        alter schema ${transaction(from[schema])} rename to ${transaction(to[schema])}`;
    }
  });
}
