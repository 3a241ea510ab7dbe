import type { PostgresConnection } from '@pipelines/local-cloud';
import postgres from 'postgres';

/** One connection to the simulator's own engine. */
export type Client = postgres.Sql;

/**
 * Run `work` on one connection in UTC, and close it in any case.
 *
 * Values come back as PostgreSQL's text, except whole numbers of up to 53 bits, floats, booleans
 * and JSON: a date or a numeric would lose its zone or its digits as a JavaScript value.
 */
export async function withClient<T>(
  connection: PostgresConnection,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const { user, ...rest } = connection;
  const client = postgres({
    ...rest,
    username: user,
    max: 1,
    fetch_types: false,
    onnotice: () => undefined,
    connection: { application_name: 'simulator', TimeZone: 'UTC' },
    types: {
      date: { to: 25, from: [1082, 1114, 1184], serialize: String, parse: (text: string) => text },
      bigint: { to: 20, from: [20], serialize: String, parse: parseBigint },
    },
  });
  try {
    return await work(client);
  } finally {
    await client.end({ timeout: 1 });
  }
}

function parseBigint(text: string): number | string {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : text;
}
