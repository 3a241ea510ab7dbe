import { describe, expect, it } from '@jest/globals';
import { createVirtualClock } from '@pipelines/core';
import { createMemoryStore, type FileStore } from '@pipelines/s3-files';
import { findLock, removeLock, takeLock } from './refresh-lock.ts';

const START_MS = Date.parse('2026-11-23T09:00:00Z');
const HOLD_MS = 130 * 60_000;
const KEY = 'state/lock.json';

const lockIn = async (files: FileStore): Promise<unknown> => JSON.parse(await files.readText(KEY));

describe('the lock of run-all', () => {
  it('says who has it, since when, and until when', async () => {
    const files = createMemoryStore();

    await takeLock(files, { owner: 'host 1', clock: createVirtualClock(START_MS) });

    expect(await lockIn(files)).toEqual({
      owner: 'host 1',
      acquired_at: '2026-11-23T09:00:00.000Z',
      expires_at: '2026-11-23T11:10:00.000Z',
    });
  });

  it('is refused to a second one, who learns the holder', async () => {
    const files = createMemoryStore();
    const clock = createVirtualClock(START_MS);
    await takeLock(files, { owner: 'host 1', clock });

    const second = takeLock(files, { owner: 'host 2', clock });

    await expect(second).rejects.toMatchObject({
      name: 'LockHeldError',
      message:
        'host 1 has the lock state/lock.json since 2026-11-23T09:00:00.000Z, at most until 2026-11-23T11:10:00.000Z',
    });
    expect(await lockIn(files)).toMatchObject({ owner: 'host 1' });
  });

  it('goes to exactly one of several who want it at once', async () => {
    const files = createMemoryStore();
    const clock = createVirtualClock(START_MS);
    const owners = ['a', 'b', 'c', 'd'];

    const tries = await Promise.allSettled(
      owners.map((owner) => takeLock(files, { owner, clock })),
    );

    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of tries) {
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ name: 'LockHeldError' });
    }
  });

  it('is free again when it was given back', async () => {
    const files = createMemoryStore();
    const clock = createVirtualClock(START_MS);
    const release = await takeLock(files, { owner: 'host 1', clock });

    await release();

    expect(await findLock(files, clock)).toBeUndefined();
    await takeLock(files, { owner: 'host 2', clock });
  });

  it('may be taken from a run that died, once its time is over, and by one only', async () => {
    const files = createMemoryStore();
    const clock = createVirtualClock(START_MS);
    await takeLock(files, { owner: 'dead', clock });
    await clock.advanceBy(HOLD_MS - 1);
    await expect(takeLock(files, { owner: 'early', clock })).rejects.toThrow('dead has the lock');
    await clock.advanceBy(1);

    const tries = await Promise.allSettled(
      ['a', 'b'].map((owner) => takeLock(files, { owner, clock })),
    );

    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('stays with the one who took it over, when the first comes back', async () => {
    const files = createMemoryStore();
    const clock = createVirtualClock(START_MS);
    const releaseFirst = await takeLock(files, { owner: 'slow', clock });
    await clock.advanceBy(HOLD_MS);
    await takeLock(files, { owner: 'next', clock });

    await releaseFirst();

    expect(await lockIn(files)).toMatchObject({ owner: 'next' });
  });

  it('is held while it cannot be read, until someone removes it', async () => {
    const files = createMemoryStore();
    const clock = createVirtualClock(START_MS);
    await files.write(KEY, 'not JSON');

    const taken = takeLock(files, { owner: 'host 1', clock });

    await expect(taken).rejects.toThrow('Someone else has the lock state/lock.json');
    await removeLock(files);
    await takeLock(files, { owner: 'host 1', clock });
  });
});
