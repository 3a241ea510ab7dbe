import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { copyRows } from '@pipelines/local-cloud';
import { generateConflictReportTables } from '@pipelines/sample-data';
import { startTestPostgres, type TestPostgres } from '@pipelines/testing';
import { type ChunkedDatabase, type Plan, shuffle, withLambda } from './chunked-database.ts';
import { AS_OF, bindings, createEmptyDatabase, readTask, runTask } from './golden-database.ts';
import { measureWork, type NodeWork } from './plan-work.ts';

/** They bring more than 20 000 pairs. */
const VISITS = 5_500;
const CHUNK_ROWS = 300;
const LOAD_TIMEOUT_MS = 180_000;

/** Far more than any statement needs; a plan that has gone wrong needs hours. */
const environment = { TASK_STATEMENT_TIMEOUT_MS: '50000' };

let postgres: TestPostgres;
let large: ChunkedDatabase;
let mapRows = 0;
beforeAll(async () => {
  postgres = await startTestPostgres();
  const empty = await createEmptyDatabase(postgres);
  const tables = generateConflictReportTables({ visits: VISITS, seed: 11, asOf: AS_OF });
  for (const { schema, table, columns, rows } of tables) {
    await copyRows(empty.connection, { schema, table }, columns, rows());
  }
  await runTask(empty.database, 'after_load');
  large = withLambda(empty, environment);
  mapRows = Number(await readNumber('select count(*) from conflict.conflictvisitmaps'));
}, LOAD_TIMEOUT_MS);
afterAll(async () => {
  await large.database.close();
  await postgres.stop();
});

async function readNumber(statement: string): Promise<number> {
  const { rows } = await large.database.query(statement);
  return Number(Object.values(rows[0] ?? {})[0]);
}

/** Plan of TASK_02 in one piece, on the rows as they are. */
async function measureWhole(): Promise<readonly NodeWork[]> {
  const { steps } = await readTask('task_02_update_conflicts');
  return measureWork(large.database, steps, bindings);
}

async function measureChunk(
  plan: Plan,
  chunk = plan.date_chunks[Math.floor(plan.num_chunks / 2)],
): Promise<readonly NodeWork[]> {
  const names = ['task_02_chunk', 'task_02_update_conflicts', 'task_02_finish_chunk'];
  const tasks = await Promise.all(names.map(readTask));
  const steps = tasks.flatMap((task) => task.steps);
  const facts = Object.entries({ ...chunk, run_id: plan.run_id });
  const texts = Object.fromEntries(facts.map(([name, value]) => [name, String(value)]));
  return measureWork(large.database, steps, {
    ...bindings,
    values: { ...bindings.values, ...texts },
  });
}

/** Nodes above a limit. A nested loop over the whole map would be far above any of ours. */
function above(work: readonly NodeWork[], rows: number): readonly NodeWork[] {
  return work.filter((node) => node.rows > rows);
}

describe('20 000 pairs', () => {
  it('are handled in one piece without reading any row again and again', async () => {
    const work = await measureWhole();

    expect(mapRows).toBeGreaterThan(20_000);
    expect(work.length).toBeGreaterThan(50);
    // Each pair is compared with the 7 speed bands, and nearly half of them have a distance.
    expect(above(work, 4 * mapRows)).toEqual([]);
  });

  it('are so too right after marking, when statistics say that hardly any is marked', async () => {
    await large.prepare({ max_chunk_rows: CHUNK_ROWS });

    const work = await measureWhole();

    expect(above(work, 4 * mapRows)).toEqual([]);
  });

  it('are not read by a chunk beyond its own', async () => {
    const plan = await large.prepare({ max_chunk_rows: CHUNK_ROWS });

    const work = await measureChunk(plan);

    const wholeTables =
      /Seq Scan on (?:conflictvisitmaps|factvisitcallperformance_cr|dimpatient|dimpatientaddress)$/;
    expect(work.length).toBeGreaterThan(50);
    expect(work.filter(({ node }) => wholeTables.test(node))).toEqual([]);
    // Caregivers are few: whether to look them up or to read them all is for the planner to say.
    const others = work.filter(({ node }) => node !== 'Seq Scan on dimcaregiver');
    expect(above(others, 8 * CHUNK_ROWS)).toEqual([]);
  });

  it('are found by a chunk from its dates, without a look at the other caregivers', async () => {
    const plan = await large.prepare({ max_chunk_rows: CHUNK_ROWS });

    const work = await measureChunk(plan);

    const nodes = work.filter(({ step }) => step === 'list-chunk-visits');
    expect(nodes.map(({ node }) => node)).toContain('Index Scan on dimcaregiver');
    expect(nodes.map(({ node }) => node)).not.toContain('Seq Scan on dimcaregiver');
  });

  it('have each of their visits in one bucket of its date', async () => {
    const plan = await large.prepare({ max_chunk_rows: CHUNK_ROWS });
    const date = plan.date_chunks.find(({ buckets }) => buckets > 1)?.start_date ?? '';
    const buckets = plan.date_chunks.filter(({ start_date }) => start_date === date);

    const visits: number[] = [];
    for (const chunk of buckets) {
      const work = await measureChunk(plan, chunk);
      visits.push(work.find(({ step }) => step === 'list-chunk-visits')?.rows ?? 0);
    }

    const all = await readNumber(
      `select count(*) from analytics.factvisitcallperformance_cr where "Visit Date" = '${date}'`,
    );
    expect(buckets.length).toBeGreaterThan(1);
    expect(visits.reduce((sum, rows) => sum + rows, 0)).toBe(all);
  });

  it('lie in one chunk each, by the date of the visit and a bucket of its SSN', async () => {
    const plan = await large.prepare({ max_chunk_rows: CHUNK_ROWS });

    const { rows } = await large.database.query(`
      select chunks, count(*)::int as pairs
      from (
        select m."ID", count(chunk.chunk_id)::int as chunks
        from conflict.vw_conflictvisitmaps_base as m
        join analytics.factvisitcallperformance_cr as f on f."Visit Id" = m."VisitID"
        join analytics.dimcaregiver as caregiver on caregiver."Caregiver Id" = f."Caregiver Id"
        left join conflict.etl_chunk_state as chunk
          on f."Visit Date" between chunk.start_date and chunk.end_date
          and mod(hashtext(trim(caregiver."SSN"))::bigint + 2147483648, chunk.buckets)
            = chunk.bucket
        where f."Visit Date" between '2023-01-20' and '2025-03-06'
          and trim(caregiver."SSN") <> ''
        group by m."ID"
      ) as pair
      group by chunks`);

    expect(plan.num_chunks).toBeGreaterThan(mapRows / CHUNK_ROWS / 2);
    expect(plan.date_chunks.filter((chunk) => chunk.estimated_rows > CHUNK_ROWS)).toEqual([]);
    expect(rows.map(({ chunks }) => chunks)).toEqual([1]);
    // The buckets of a date are rounded up.
    expect(Number(rows[0]?.['pairs'])).toBeLessThanOrEqual(plan.total_rows);
    expect(Number(rows[0]?.['pairs'])).toBeGreaterThan(plan.total_rows - plan.num_chunks);
  });

  it('are updated by their chunks, in any order, as often as in one piece', async () => {
    // Another moment of the same day begins another run, with chunks of its own.
    const as_of = '2025-01-20T15:30:00Z';
    const plan = await large.prepare({ max_chunk_rows: 4_000, as_of });

    const updated: number[] = [];
    for (const chunk of shuffle(plan.date_chunks, 5)) {
      updated.push(Number(await large.runChunk(plan, chunk)));
    }
    const verified = await large.invoke({ action: 'task_02_verify', run_id: plan.run_id });
    const whole = await large.invoke({ action: 'task_02', as_of });

    const sum = updated.reduce((total, rows) => total + rows, 0);
    expect(verified).toMatchObject({ updated_rows: sum });
    expect(whole).toMatchObject({ result: { updated_rows: sum } });
    expect(sum).toBeGreaterThan(mapRows / 4);
  });
});
