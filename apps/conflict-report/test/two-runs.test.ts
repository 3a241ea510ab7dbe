import { describe, expect, it } from '@jest/globals';
import { lockPair, runUntilBlocked } from './blocked-work.ts';
import { readLedger, type ChunkedDatabase, useChunkedDatabases } from './chunked-database.ts';
import { connectTo, listDifferences } from './golden-database.ts';

const createDatabase = useChunkedDatabases();

const golden = {
  table: 'conflictvisitmaps',
  file: 'A/after_task_02/conflict.conflictvisitmaps.csv',
  key: ['ID'],
};
const TAKEN = /conflict-report:conflict\\" is locked by process \d+ \(etl-pipeline-function\)/;

/** Let `first` stand still at pair 3, start `second`, and let the first go on to its end. */
async function runBeside(
  database: ChunkedDatabase,
  first: () => Promise<unknown>,
  second: () => Promise<unknown>,
): Promise<readonly [first: unknown, second: unknown]> {
  const locker = await connectTo(database.connection);
  await lockPair(locker, 3);
  const { outcome } = await runUntilBlocked(database.database, first);
  const other = await second().catch((error: unknown) => error);
  await locker.query('rollback');
  await locker.close();
  return [await outcome, other];
}

describe('two runs at once', () => {
  it('A6: TASK_02 beside TASK_02 gives way at once, naming the holder, and then finds its work', async () => {
    const database = await createDatabase();
    const task02 = (): Promise<unknown> => database.invoke({ action: 'task_02' });

    const [first, second] = await runBeside(database, task02, task02);
    const retried = await task02();

    expect(first).toMatchObject({ result: { updated_rows: 49 } });
    expect(second).toMatchObject({
      name: 'TaskAlreadyRunningError',
      message: expect.stringMatching(TAKEN) as unknown,
    });
    expect(retried).toMatchObject({ result: { updated_rows: 49 } });
    await expect(listDifferences(database, golden)).resolves.toEqual([]);
  });

  it('A6: task_02_prepare beside task_02_prepare gives way, and then joins the same run', async () => {
    const database = await createDatabase();
    const prepare = (): ReturnType<typeof database.prepare> => database.prepare();

    const [first, second] = await runBeside(database, prepare, prepare);
    const joined = await prepare();

    expect(first).toMatchObject({ run_id: 1 });
    expect(second).toMatchObject({
      name: 'TaskAlreadyRunningError',
      message: expect.stringMatching(TAKEN) as unknown,
    });
    expect(joined).toEqual(first);
  });

  it('A6: chunked beside chunked, of the same moment, do each chunk once between them', async () => {
    const database = await createDatabase();
    await database.invoke({ action: 'task_01' });
    const first = await database.prepare();
    const second = await database.prepare();

    const [forwards, backwards] = await Promise.all([
      Promise.all(first.date_chunks.map((chunk) => database.runChunk(first, chunk))),
      Promise.all(second.date_chunks.toReversed().map((c) => database.runChunk(second, c))),
    ]);
    const closed = [
      await database.invoke({ action: 'task_02_verify', run_id: first.run_id }),
      await database.invoke({ action: 'task_02_verify', run_id: second.run_id }),
    ];

    const sum = [...forwards, ...backwards].reduce<number>((rows, n) => rows + Number(n), 0);
    expect(sum).toBe(49);
    expect(closed).toMatchObject([{ updated_rows: 49 }, { updated_rows: 49 }]);
    expect(await readLedger(database)).toHaveLength(first.num_chunks);
    await expect(listDifferences(database, golden)).resolves.toEqual([]);
  });

  it('A6: chunked beside chunked, of another moment: the newer run does all, the older is refused', async () => {
    const database = await createDatabase();
    await database.invoke({ action: 'task_01' });
    const older = await database.prepare({ as_of: '2025-01-20T14:29:59Z', max_chunk_rows: 12 });
    const [begun, ...left] = older.date_chunks;
    if (!begun) throw new Error('no chunk');
    await database.runChunk(older, begun);

    const newer = await database.prepare();
    const refused: unknown[] = [];
    for (const chunk of left) {
      await database.runChunk(older, chunk).catch((error: unknown) => refused.push(error));
    }
    for (const chunk of newer.date_chunks) await database.runChunk(newer, chunk);
    const verified = await database.invoke({ action: 'task_02_verify', run_id: newer.run_id });

    expect(refused).toHaveLength(left.length);
    expect(refused[0]).toMatchObject({ name: 'ChunkProcessingError' });
    expect(verified).toMatchObject({ updated_rows: 49, rows_left_marked: 36 });
    await expect(listDifferences(database, golden)).resolves.toEqual([]);
  });

  it('A6: chunked beside TASK_02: a chunk keeps it out, and is refused after it', async () => {
    const database = await createDatabase();
    await database.invoke({ action: 'task_01' });
    const plan = await database.prepare({ max_chunk_rows: 15_000 });
    const [chunk] = plan.date_chunks;
    if (!chunk) throw new Error('no chunk');
    const task02 = (): Promise<unknown> => database.invoke({ action: 'task_02' });

    const [updated, refused] = await runBeside(
      database,
      () => database.runChunk(plan, chunk),
      task02,
    );
    const whole = await task02();
    const again = await database.runChunk(plan, chunk).catch((error: unknown) => error);

    expect(updated).toBe(49);
    expect(refused).toMatchObject({ message: expect.stringMatching(TAKEN) as unknown });
    expect(whole).toMatchObject({ result: { updated_rows: 49 } });
    expect(again).toMatchObject({
      name: 'ChunkProcessingError',
      message: expect.stringContaining('its run is over') as unknown,
    });
    await expect(listDifferences(database, golden)).resolves.toEqual([]);
  });
});
