import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Database } from '@pipelines/sql-tasks';
import { startTestPostgres, type TestPostgres } from '@pipelines/testing';
import { createEmptyDatabase, runTask } from './golden-database.ts';
import {
  readConflicts,
  readPairs,
  storeConflict,
  type StoredConflict,
  storePair,
  type StoredPair,
} from './status-database.ts';

/** The moment of the run, as the tables show it. */
const NOW = '2025-01-20 14:30:00';

let postgres: TestPostgres;
let database: Database;

beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  ({ database } = await createEmptyDatabase(postgres));
});
afterEach(() => database.close());

async function store(
  conflicts: readonly StoredConflict[],
  pairs: readonly StoredPair[],
): Promise<void> {
  for (const conflict of conflicts) await storeConflict(database, conflict);
  for (const pair of pairs) await storePair(database, pair);
}

/** Rows written in all: the work tables are not counted. */
async function updateStatuses(): Promise<number> {
  const rows = await runTask(database, 'update_statuses');
  return Object.entries(rows)
    .filter(([step]) => /^(resolve|reopen|flag|restore)-/.test(step))
    .reduce((sum, [, count]) => sum + count, 0);
}

/** What the task writes, and that a second run writes nothing. */
async function runTwice(): Promise<{ pairs: readonly unknown[]; conflicts: readonly unknown[] }> {
  await updateStatuses();
  const pairs = await readPairs(database);
  const conflicts = await readConflicts(database);
  expect(await updateStatuses()).toBe(0);
  expect([await readPairs(database), await readConflicts(database)]).toEqual([pairs, conflicts]);
  return { pairs, conflicts };
}

describe('a pair of which a visit was missed (7.3 c)', () => {
  it.each([
    ['U', 'R'],
    ['N', 'R'],
    ['W', 'R'],
    ['I', 'R'],
  ])('of status %s is resolved', async (status, after) => {
    await store(
      [{ id: 1, status }],
      [
        { id: 1, status, isMissed: true },
        { id: 2, status, isOtherMissed: true, contact: 'Ann' },
      ],
    );

    expect(await runTwice()).toEqual({
      pairs: [`1 ${after} - ${NOW} First`, `2 ${after} - ${NOW} Ann`],
      conflicts: [`1 ${after} 1 ${NOW} Ann`],
    });
  });

  it('stays deleted when it was deleted', async () => {
    await store([{ id: 1, status: 'D' }], [{ id: 1, status: 'D', isMissed: true }]);

    expect(await runTwice()).toEqual({ pairs: ['1 D - - -'], conflicts: ['1 D - - -'] });
  });

  it('leaves its conflict alone while another pair of it is open', async () => {
    await store(
      [{ id: 1, status: 'W' }],
      [
        { id: 1, status: 'W', isOtherMissed: true },
        { id: 2, status: 'W' },
      ],
    );

    expect(await runTwice()).toEqual({
      pairs: [`1 R - ${NOW} First`, '2 W - - -'],
      conflicts: ['1 W - - -'],
    });
  });
});

describe('a pair that TASK_02 left marked (7.3 d)', () => {
  it.each([
    ['U', 'R'],
    ['N', 'R'],
    ['W', 'R'],
    ['I', 'R'],
    ['R', 'R'],
    ['D', 'D'],
    [null, 'R'],
  ])('of status %s ends as %s, without its mark', async (status, after) => {
    await store([{ id: 1, status: 'U' }], [{ id: 1, status, isMarked: true }]);

    expect((await runTwice()).pairs).toEqual([`1 ${after} - ${NOW} First`]);
  });

  it('keeps who resolved it before, and prefers the contact to the agency', async () => {
    await store(
      [{ id: 1, status: 'U' }],
      [
        { id: 1, status: 'U', isMarked: true, resolvedBy: 'Bob', contact: 'Ann' },
        { id: 2, status: 'U', isMarked: true, resolvedBy: '', contact: 'Ann' },
        { id: 3, status: 'U', isMarked: true, contact: '' },
      ],
    );
    await database.query(
      `update conflict.conflictvisitmaps set "ResolveDate" = '2024-12-24' where "ID" = 1`,
    );

    expect((await runTwice()).pairs).toEqual([
      '1 R - 2024-12-24 00:00:00 Bob',
      `2 R - ${NOW} Ann`,
      `3 R - ${NOW} First`,
    ]);
  });

  it.each([
    'InserviceStartDate',
    'InserviceEndDate',
    'PTOStartDate',
    'PTOEndDate',
    'ConInserviceStartDate',
    'ConInserviceEndDate',
    'ConPTOStartDate',
    'ConPTOEndDate',
  ])('and has %s is not touched, nor is its conflict', async (event) => {
    await store(
      [{ id: 1, status: 'U' }],
      [
        { id: 1, status: 'U', isMarked: true, event },
        { id: 2, status: 'U', isMarked: true, isMissed: true, event, noResponse: 'Yes' },
      ],
    );

    expect(await runTwice()).toEqual({
      pairs: ['1 U 1 - -', '2 U 1 - -'],
      conflicts: ['1 U - - -'],
    });
  });

  it.each([
    ['without a conflict id', { conflict: null }],
    ['without a date', { date: null }],
    ['the day before the window', { date: '2023-01-19' }],
    ['the day after the window', { date: '2025-03-07' }],
  ])('%s is not touched', async (_, unusual) => {
    await store([{ id: 1, status: 'U' }], [{ id: 1, status: 'U', isMarked: true, ...unusual }]);

    expect(await runTwice()).toEqual({ pairs: ['1 U 1 - -'], conflicts: ['1 U - - -'] });
  });

  it.each(['2023-01-20', '2025-03-06'])(
    'on %s, an edge of the window, is resolved',
    async (date) => {
      await store([{ id: 1, status: 'U' }], [{ id: 1, status: 'U', isMarked: true, date }]);

      expect((await runTwice()).pairs).toEqual([`1 R - ${NOW} First`]);
    },
  );
});

describe('a conflict with an unresolved pair (7.3 e)', () => {
  it.each([
    ['R', 'U'],
    ['N', 'U'],
    ['U', 'U'],
    ['D', 'D'],
    ['W', 'W'],
    ['I', 'I'],
  ])('of status %s ends as %s', async (status, after) => {
    await store([{ id: 1, status, flag: '1' }], [{ id: 1, status: 'U' }]);

    const flag = status === after ? '1' : '-';
    expect((await runTwice()).conflicts).toEqual([`1 ${after} ${flag} - -`]);
  });

  it('forgets by whom and when it was resolved', async () => {
    await store(
      [{ id: 1, status: 'R', resolveDate: '2024-12-24', resolvedBy: 'Bob' }],
      [
        { id: 1, status: 'U' },
        { id: 2, status: 'R' },
      ],
    );

    expect((await runTwice()).conflicts).toEqual(['1 U - - -']);
  });

  it('is not opened by a pair that is resolved in the same run', async () => {
    await store([{ id: 1, status: 'R' }], [{ id: 1, status: 'U', isMarked: true }]);

    expect((await runTwice()).conflicts).toEqual(['1 R 1 - -']);
  });
});

describe('a conflict without an open pair (7.3 f)', () => {
  it.each([
    ['U', 'R'],
    ['N', 'R'],
    ['W', 'R'],
    ['I', 'R'],
    ['D', 'D'],
  ])('of status %s ends as %s', async (status, after) => {
    await store(
      [{ id: 1, status }],
      [
        { id: 1, status: 'R' },
        { id: 2, status: 'D' },
        { id: 3, status: 'U', isMarked: true },
      ],
    );

    const end = status === after ? '- - -' : `1 ${NOW} First`;
    expect((await runTwice()).conflicts).toEqual([`1 ${after} ${end}`]);
  });

  it.each([
    ['of an event', { event: 'PTOStartDate' }],
    ['outside the window', { date: '2023-01-01' }],
    ['without a status', { status: null }],
    ['whitelisted', { status: 'W' }],
  ])('is not one whose open pair is %s', async (_, unusual) => {
    await store(
      [{ id: 1, status: 'U' }],
      [
        { id: 1, status: 'U', isMarked: true },
        { id: 2, status: 'U', ...unusual },
      ],
    );

    expect((await runTwice()).conflicts).toEqual(['1 U - - -']);
  });

  it('is left alone when all of its pairs lie outside the window', async () => {
    await store([{ id: 1, status: 'U' }], [{ id: 1, status: 'R', date: '2023-01-01' }]);

    expect((await runTwice()).conflicts).toEqual(['1 U - - -']);
  });
});

describe('an agency that gave no answer (7.3 g)', () => {
  it('is remembered by pair and conflict after TASK_02 made the pair unresolved', async () => {
    await store(
      [
        { id: 1, status: 'N', noResponse: 'Yes' },
        { id: 2, status: 'R', noResponse: 'Yes', resolveDate: '2024-12-24', resolvedBy: 'Bob' },
        { id: 3, status: 'U', noResponse: 'Yes' },
      ],
      [1, 2, 3].map((id) => ({ id, conflict: id, status: 'U', noResponse: 'Yes' })),
    );

    expect(await runTwice()).toEqual({
      pairs: ['1 N - - -', '2 N - - -', '3 N - - -'],
      conflicts: ['1 N - - -', '2 N - - -', '3 N - - -'],
    });
  });

  it.each(['W', 'I', 'D'])('does not change the status %s', async (status) => {
    await store(
      [{ id: 1, status, noResponse: 'Yes' }],
      [
        { id: 1, status, noResponse: 'Yes' },
        { id: 2, status: 'U' },
      ],
    );

    expect(await runTwice()).toMatchObject({
      pairs: [`1 ${status} - - -`, '2 U - - -'],
      conflicts: [`1 ${status} - - -`],
    });
  });
});

describe('the status task', () => {
  it.each(['running', 'failed'])('refuses while a chunked run is %s', async (status) => {
    await store([{ id: 1, status: 'U' }], [{ id: 1, status: 'U', isMarked: true }]);
    await database.query(
      `insert into conflict.etl_run (run_id, as_of, status) values (1, '2025-01-20 14:30Z', $1)`,
      [status],
    );

    await expect(updateStatuses()).rejects.toMatchObject({
      step: 'check-unfinished-runs',
      constraint: 'no_chunked_run_is_unfinished',
    });
    expect(await readPairs(database)).toEqual(['1 U 1 - -']);
  });

  it('goes on once TASK_02 in one piece has done what the chunks left', async () => {
    await store([{ id: 1, status: 'U' }], [{ id: 1, status: 'U', isMarked: true }]);
    await database.query(
      `insert into conflict.settings ("ID", "ExtraDistancePer") values (1, 1.20)`,
    );
    await database.query(
      `insert into conflict.etl_run (run_id, as_of, status) values (1, '2025-01-20 14:30Z', 'failed')`,
    );

    await runTask(database, 'task_02_update_conflicts');

    expect((await runTwice()).pairs).toEqual([`1 R - ${NOW} First`]);
  });
});
