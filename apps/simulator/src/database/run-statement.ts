import type { QueryResult } from '../report/aligned-table.ts';
import type { Client } from './open-client.ts';

/** Object ids of PostgreSQL's number types: int8, int2, int4, oid, float4, float8, numeric. */
const NUMBER_TYPES = new Set([20, 21, 23, 26, 700, 701, 1700]);

/**
 * Run what was typed: one statement, or several separated by semicolons, each as its own result.
 *
 * Several run in one implicit transaction, as in `psql -c`. Results are held in memory, as psql
 * holds them; a large table belongs into `dump`.
 *
 * @throws the server's error, whose message may quote what was typed
 */
export async function runStatement(client: Client, text: string): Promise<readonly QueryResult[]> {
  const answer: unknown = await client.unsafe(text).values();
  const results = isResult(answer) ? [answer] : (answer as readonly DriverResult[]);
  return results.map((result) => ({
    command: result.command ?? '',
    ...(typeof result.count === 'number' && { rowCount: result.count }),
    columns: (result.columns ?? []).map(({ name, type }) => ({
      name,
      isNumber: NUMBER_TYPES.has(type),
    })),
    rows: [...result],
  }));
}

/** What the driver gives for one statement: an array of rows with facts beside it. */
interface DriverResult extends ReadonlyArray<readonly unknown[]> {
  readonly command?: string;
  readonly count?: number | null;
  readonly columns?: readonly { readonly name: string; readonly type: number }[];
}

function isResult(answer: unknown): answer is DriverResult {
  return (answer as DriverResult).command !== undefined;
}
