import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { copyRows } from '@pipelines/local-cloud';
import { generateConflictReportTables } from '@pipelines/sample-data';
import { startTestPostgres, type TestPostgres } from '@pipelines/testing';
import { clearFlags, explainerOn, readMapPairs } from './explain-database.ts';
import {
  AS_OF,
  createEmptyDatabase,
  createGoldenDatabase,
  type GoldenDatabase,
  runTask,
} from './golden-database.ts';

// Hundreds of questions, each on a connection of its own.
jest.setTimeout(300_000);

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

async function createGenerated(visits: number, seed: number): Promise<GoldenDatabase> {
  const generated = await createEmptyDatabase(postgres);
  const tables = generateConflictReportTables({ visits, seed, asOf: AS_OF, shape: 'sparse' });
  for (const { schema, table, columns, rows } of tables) {
    await copyRows(generated.connection, { schema, table }, columns, rows());
  }
  await runTask(generated.database, 'after_load');
  return generated;
}

/** What explain says of every pair before the run, beside what the run then does. */
async function compare(golden: GoldenDatabase) {
  await clearFlags(golden);
  const { explain } = explainerOn(golden);
  const before = await readMapPairs(golden);
  const explained = [];
  for (const { id, visitId, conVisitId } of before) {
    explained.push({ id, result: await explain(visitId, conVisitId) });
  }
  await runTask(golden.database, 'task_02_update_conflicts');
  const after = await readMapPairs(golden);
  return { explained, after };
}

describe('explain says of every pair what TASK_02 then does', () => {
  it.each([
    ['golden set A', 88, 8, () => createGoldenDatabase(postgres, 'A')],
    ['a generated set', 50, 4, () => createGenerated(80, 11)],
  ])('of %s', async (_title, leastPairs, leastKinds, create) => {
    const golden = await create();

    const { explained, after } = await compare(golden);

    await golden.database.close();
    const said = explained.map(({ id, result: { rules, is_refreshed } }) => ({
      id,
      is_refreshed,
      flags: is_refreshed ? rules.map(({ fired }) => (fired ? 'Y' : 'N')).join('') : 'NNNNNNN',
    }));
    const done = after.map(({ id, isRefreshed, flags }) => ({
      id,
      is_refreshed: isRefreshed,
      flags,
    }));
    expect(said).toEqual(done);
    expect(said.length).toBeGreaterThanOrEqual(leastPairs);
    expect(new Set(said.map(({ flags }) => flags)).size).toBeGreaterThanOrEqual(leastKinds);

    // A pair that TASK_02 leaves out has a reason, and one that it compares and may write has none.
    const unexplained = explained.filter(
      ({ result }) =>
        result.reasons.length === 0 &&
        !result.is_refreshed &&
        (result.is_conflict || result.comparison === null),
    );
    expect(unexplained).toEqual([]);
    const contradictions = explained.filter(
      ({ result }) => result.is_refreshed && result.reasons.length > 0,
    );
    expect(contradictions).toEqual([]);
  });
});
