import { describe, expect, it } from '@jest/globals';
import { NOW, useStatusDatabase } from './status-database.ts';

const statuses = useStatusDatabase();

describe('a conflict with an unresolved pair (7.3 e)', () => {
  it.each([
    ['R', 'U'],
    ['N', 'U'],
    ['U', 'U'],
    ['D', 'D'],
    ['W', 'W'],
    ['I', 'I'],
  ])('of status %s ends as %s', async (status, after) => {
    await statuses.store([{ id: 1, status, flag: '1' }], [{ id: 1, status: 'U' }]);

    const flag = status === after ? '1' : '-';
    expect((await statuses.runTwice()).conflicts).toEqual([`1 ${after} ${flag} - -`]);
  });

  it('forgets by whom and when it was resolved', async () => {
    await statuses.store(
      [{ id: 1, status: 'R', resolveDate: '2024-12-24', resolvedBy: 'Bob' }],
      [
        { id: 1, status: 'U' },
        { id: 2, status: 'R' },
      ],
    );

    expect((await statuses.runTwice()).conflicts).toEqual(['1 U - - -']);
  });

  it('is not opened by a pair that is resolved in the same run', async () => {
    await statuses.store([{ id: 1, status: 'R' }], [{ id: 1, status: 'U', isMarked: true }]);

    expect((await statuses.runTwice()).conflicts).toEqual(['1 R 1 - -']);
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
    await statuses.store(
      [{ id: 1, status }],
      [
        { id: 1, status: 'R' },
        { id: 2, status: 'D' },
        { id: 3, status: 'U', isMarked: true },
      ],
    );

    const end = status === after ? '- - -' : `1 ${NOW} First`;
    expect((await statuses.runTwice()).conflicts).toEqual([`1 ${after} ${end}`]);
  });

  it.each([
    ['of an event', { event: 'PTOStartDate' }],
    ['outside the window', { date: '2023-01-01' }],
    ['without a status', { status: null }],
    ['whitelisted', { status: 'W' }],
  ])('is not one whose open pair is %s', async (_, unusual) => {
    await statuses.store(
      [{ id: 1, status: 'U' }],
      [
        { id: 1, status: 'U', isMarked: true },
        { id: 2, status: 'U', ...unusual },
      ],
    );

    expect((await statuses.runTwice()).conflicts).toEqual(['1 U - - -']);
  });

  it('is resolved although a closed pair of it lies outside the window', async () => {
    await statuses.store(
      [{ id: 1, status: 'U' }],
      [
        { id: 1, status: 'U', isMarked: true },
        { id: 2, status: 'R', date: '2023-01-01' },
      ],
    );

    expect((await statuses.runTwice()).conflicts).toEqual([`1 R 1 ${NOW} First`]);
  });

  it('is left alone when all of its pairs lie outside the window', async () => {
    await statuses.store([{ id: 1, status: 'U' }], [{ id: 1, status: 'R', date: '2023-01-01' }]);

    expect((await statuses.runTwice()).conflicts).toEqual(['1 U - - -']);
  });
});

describe('an agency that gave no answer (7.3 g)', () => {
  it('is remembered by pair and conflict after TASK_02 made the pair unresolved', async () => {
    await statuses.store(
      [
        { id: 1, status: 'N', noResponse: 'Yes' },
        { id: 2, status: 'R', noResponse: 'Yes', resolveDate: '2024-12-24', resolvedBy: 'Bob' },
        { id: 3, status: 'U', noResponse: 'Yes' },
      ],
      [1, 2, 3].map((id) => ({ id, conflict: id, status: 'U', noResponse: 'Yes' })),
    );

    expect(await statuses.runTwice()).toEqual({
      pairs: ['1 N - - -', '2 N - - -', '3 N - - -'],
      conflicts: ['1 N - - -', '2 N - - -', '3 N - - -'],
    });
  });

  it('stays remembered by the conflict of a pair that knows nothing of it', async () => {
    await statuses.store(
      [{ id: 1, status: 'N', noResponse: 'Yes', flag: '1', resolvedBy: 'Bob' }],
      [{ id: 1, status: 'U' }],
    );

    expect(await statuses.runTwice()).toEqual({
      pairs: ['1 U - - -'],
      conflicts: ['1 N 1 - Bob'],
    });
  });

  it.each(['W', 'I', 'D'])('does not change the status %s', async (status) => {
    await statuses.store(
      [{ id: 1, status, noResponse: 'Yes' }],
      [
        { id: 1, status, noResponse: 'Yes' },
        { id: 2, status: 'U' },
      ],
    );

    expect(await statuses.runTwice()).toMatchObject({
      pairs: [`1 ${status} - - -`, '2 U - - -'],
      conflicts: [`1 ${status} - - -`],
    });
  });
});
