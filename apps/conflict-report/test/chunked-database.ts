import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { conflictReportEnvelope, dateChunk, type DateChunk } from '@pipelines/contracts';
import { connectDatabase, type Database } from '@pipelines/sql-tasks';
import { startTestPostgres, type TestPostgres } from '@pipelines/testing';
import * as z from 'zod';
import type { Ports } from '../src/ports.ts';
import type { Environment } from '../src/settings.ts';
import { createTestPorts, handlerWith } from './fake-ports.ts';
import { AS_OF, createGoldenDatabase, type GoldenDatabase } from './golden-database.ts';

/** A database with a golden set, and the Lambda that works on it. */
export interface ChunkedDatabase extends GoldenDatabase {
  /** Body of a success; rejects with the named error otherwise, as a state machine sees it. */
  readonly invoke: (event: object) => Promise<Readonly<Record<string, unknown>>>;
  readonly prepare: (options?: object) => Promise<Plan>;
  readonly runChunk: (plan: Plan, chunk: DateChunk) => Promise<unknown>;
  /** All that the Lambda has written to its log. */
  readonly lines: readonly string[];
}

const plan = z.object({
  run_id: z.int(),
  marked_rows: z.int(),
  total_rows: z.int(),
  num_chunks: z.int(),
  date_chunks: z.array(dateChunk),
});
export type Plan = z.output<typeof plan>;

export const EXECUTION = 'arn:aws:states:us-east-1:000000000000:execution:etl-pipeline-chunked:t';

/** Start a server for this test file; its databases are closed after each test. */
export function useChunkedDatabases(): () => Promise<ChunkedDatabase> {
  let postgres: TestPostgres;
  const open: Database[] = [];
  beforeAll(async () => {
    postgres = await startTestPostgres();
  });
  afterAll(() => postgres.stop());
  afterEach(async () => {
    for (const database of open.splice(0)) await database.close();
  });
  return async () => {
    const golden = await createGoldenDatabase(postgres, 'A');
    open.push(golden.database);
    return withLambda(golden);
  };
}

/** The Lambda on a database that has its tables already; `environment` adds to its connection. */
export function withLambda(
  golden: GoldenDatabase,
  environment: Environment = {},
  connect: Ports['connect'] = connectDatabase,
): ChunkedDatabase {
  const { host, port, database, user, password } = golden.connection;
  const { ports, lines } = createTestPorts({
    connect,
    environment: {
      POSTGRES_HOST: host,
      POSTGRES_PORT: String(port),
      POSTGRES_DATABASE: database,
      POSTGRES_USER: user,
      POSTGRES_PASSWORD: password,
      POSTGRES_TLS: 'off',
      ...environment,
    },
  });
  const handler = handlerWith(ports);
  const invoke: ChunkedDatabase['invoke'] = async (event) => {
    const answer = await handler({ as_of: AS_OF, execution_arn: EXECUTION, ...event });
    return { ...conflictReportEnvelope.parse(answer).body };
  };
  return {
    ...golden,
    invoke,
    lines,
    prepare: async (options = { max_chunk_rows: 12 }) =>
      plan.parse(await invoke({ action: 'task_02_prepare', ...options })),
    runChunk: async ({ run_id }, { chunk_id }) =>
      (await invoke({ action: 'task_02_chunk', run_id, chunk_id }))['updated_rows'],
  };
}

/** The same items in an order that depends on the seed alone. */
export function shuffle<Item>(items: readonly Item[], seed: number): readonly Item[] {
  let state = seed;
  const next = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state;
  };
  return items
    .map((item) => ({ item, rank: next() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

/** Every value of every pair, as one text. */
export async function readPairs({ database }: GoldenDatabase): Promise<string> {
  const { rows } = await database.query(
    `select md5(string_agg(m::text, '|' order by m."ID")) as pairs from conflict.conflictvisitmaps as m`,
  );
  return String(rows[0]?.['pairs']);
}

/** The ledger's chunks: status and rows. */
export async function readLedger({ database }: GoldenDatabase): Promise<readonly unknown[]> {
  const { rows } = await database.query(
    `select run_id, chunk_id, status, updated_rows::int as updated, error
     from conflict.etl_chunk_state order by run_id, chunk_id`,
  );
  return rows;
}
