import { describe, expect, it } from '@jest/globals';
import { runTask } from './golden-database.ts';
import { NOW, readPairs, useStatusDatabase } from './status-database.ts';

const statuses = useStatusDatabase();

describe('a pair of which a visit was missed (7.3 c)', () => {
  it.each([
    ['U', 'R'],
    ['N', 'R'],
    ['W', 'R'],
    ['I', 'R'],
  ])('of status %s is resolved', async (status, after) => {
    await statuses.store(
      [{ id: 1, status }],
      [
        { id: 1, status, isMissed: true },
        { id: 2, status, isOtherMissed: true, contact: 'Ann' },
      ],
    );

    expect(await statuses.runTwice()).toEqual({
      pairs: [`1 ${after} - ${NOW} First`, `2 ${after} - ${NOW} Ann`],
      conflicts: [`1 ${after} 1 ${NOW} Ann`],
    });
  });

  it('stays deleted when it was deleted', async () => {
    await statuses.store([{ id: 1, status: 'D' }], [{ id: 1, status: 'D', isMissed: true }]);

    expect(await statuses.runTwice()).toEqual({ pairs: ['1 D - - -'], conflicts: ['1 D - - -'] });
  });

  it('leaves its conflict alone while another pair of it is open', async () => {
    await statuses.store(
      [{ id: 1, status: 'W' }],
      [
        { id: 1, status: 'W', isOtherMissed: true },
        { id: 2, status: 'W' },
      ],
    );

    expect(await statuses.runTwice()).toEqual({
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
    await statuses.store([{ id: 1, status: 'U' }], [{ id: 1, status, isMarked: true }]);

    expect((await statuses.runTwice()).pairs).toEqual([`1 ${after} - ${NOW} First`]);
  });

  it('keeps who resolved it before, and prefers the contact to the agency', async () => {
    await statuses.store(
      [{ id: 1, status: 'U' }],
      [
        { id: 1, status: 'U', isMarked: true, resolvedBy: 'Bob', contact: 'Ann' },
        { id: 2, status: 'U', isMarked: true, resolvedBy: '', contact: 'Ann' },
        { id: 3, status: 'U', isMarked: true, contact: '' },
      ],
    );
    await statuses.database.query(
      `update conflict.conflictvisitmaps set "ResolveDate" = '2024-12-24' where "ID" = 1`,
    );

    expect((await statuses.runTwice()).pairs).toEqual([
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
    await statuses.store(
      [{ id: 1, status: 'U' }],
      [
        { id: 1, status: 'U', isMarked: true, event },
        { id: 2, status: 'U', isMarked: true, isMissed: true, event, noResponse: 'Yes' },
      ],
    );

    expect(await statuses.runTwice()).toEqual({
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
    await statuses.store(
      [{ id: 1, status: 'U' }],
      [{ id: 1, status: 'U', isMarked: true, ...unusual }],
    );

    expect(await statuses.runTwice()).toEqual({ pairs: ['1 U 1 - -'], conflicts: ['1 U - - -'] });
  });

  it.each(['2023-01-20', '2025-03-06'])(
    'on %s, an edge of the window, is resolved',
    async (date) => {
      await statuses.store(
        [{ id: 1, status: 'U' }],
        [{ id: 1, status: 'U', isMarked: true, date }],
      );

      expect((await statuses.runTwice()).pairs).toEqual([`1 R - ${NOW} First`]);
    },
  );
});

describe('the status task', () => {
  it.each(['running', 'failed'])('refuses while a chunked run is %s', async (status) => {
    await statuses.store([{ id: 1, status: 'U' }], [{ id: 1, status: 'U', isMarked: true }]);
    await statuses.database.query(
      `insert into conflict.etl_run (run_id, as_of, status) values (1, '2025-01-20 14:30Z', $1)`,
      [status],
    );

    await expect(statuses.update()).rejects.toMatchObject({
      step: 'check-unfinished-runs',
      constraint: 'no_chunked_run_is_unfinished',
    });
    expect(await readPairs(statuses.database)).toEqual(['1 U 1 - -']);
  });

  it('goes on once TASK_02 in one piece has done what the chunks left', async () => {
    await statuses.store([{ id: 1, status: 'U' }], [{ id: 1, status: 'U', isMarked: true }]);
    await statuses.database.query(
      `insert into conflict.settings ("ID", "ExtraDistancePer") values (1, 1.20)`,
    );
    await statuses.database.query(
      `insert into conflict.etl_run (run_id, as_of, status) values (1, '2025-01-20 14:30Z', 'failed')`,
    );

    await runTask(statuses.database, 'task_02_update_conflicts');

    expect((await statuses.runTwice()).pairs).toEqual([`1 R - ${NOW} First`]);
  });
});
