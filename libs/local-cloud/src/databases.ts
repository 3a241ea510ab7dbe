import { withClient } from './connect-client.ts';
import type { PostgresConnection } from './postgres-engine.ts';
import { quoteName } from './quote-name.ts';

/**
 * Make an empty database on the server of `connection`.
 *
 * @returns how to connect to it: the same server and user
 */
export async function createDatabase(
  connection: PostgresConnection,
  name: string,
): Promise<PostgresConnection> {
  // template0: nobody can be connected to it, which would refuse the copy.
  const statement = `create database ${quoteName(name)} template template0`;
  await withClient(connection, (client) => client.unsafe(statement));
  return { ...connection, database: name };
}

/** Drop a database and end the connections to it. One that does not exist is no error. */
export async function dropDatabase(connection: PostgresConnection, name: string): Promise<void> {
  const statement = `drop database if exists ${quoteName(name)} with (force)`;
  await withClient(connection, (client) => client.unsafe(statement));
}
