import { describe, expect, it } from '@jest/globals';
import { systemClock } from '@pipelines/core';
import { createBatchSize } from './batch-size.ts';
import { NO_COUNTS } from './load-counts.ts';
import { writeBatches } from './write-batches.ts';

const ITEMS = Array.from({ length: 500 }, (_, index) => index);
const laneOf = (item: number): string => `key-${item % 20}`;
const options = { sessions: 4, clock: systemClock, laneOf };

describe('writeBatches', () => {
  it('writes each item once, in batches of the size, and adds up the counts', async () => {
    const written: number[][] = [];

    const counts = await writeBatches(ITEMS, {
      ...options,
      batchSize: createBatchSize(60),
      write: async (batch) => {
        written.push([...batch]);
        return { ...NO_COUNTS, submitted: batch.length };
      },
    });

    expect(counts).toEqual({ ...NO_COUNTS, submitted: 500 });
    expect(written.flat().sort((one, other) => one - other)).toEqual(ITEMS);
    expect(Math.max(...written.map((batch) => batch.length))).toBe(60);
  });

  it('uses all its sessions at once, and never two for one lane', async () => {
    const running = new Set<string>();
    let most = 0;
    let sessions = 0;

    await writeBatches(ITEMS, {
      ...options,
      batchSize: createBatchSize(10),
      write: async (batch) => {
        const lanes = [...new Set(batch.map(laneOf))];
        for (const lane of lanes) {
          if (running.has(lane)) throw new Error(`${lane} is written twice at once`);
          running.add(lane);
        }
        most = Math.max(most, (sessions += 1));
        await new Promise((resolve) => setImmediate(resolve));
        sessions -= 1;
        for (const lane of lanes) running.delete(lane);
        return NO_COUNTS;
      },
    });

    expect(most).toBe(4);
  });

  it('writes in halves what is too large for the server', async () => {
    const sizes: number[] = [];

    await writeBatches(ITEMS.slice(0, 100), {
      ...options,
      sessions: 1,
      batchSize: createBatchSize(100),
      write: async (batch) => {
        sizes.push(batch.length);
        if (batch.length > 50) {
          throw Object.assign(new Error(), {
            code: 'Neo.TransientError.General.MemoryPoolOutOfMemoryError',
          });
        }
        return NO_COUNTS;
      },
    });

    expect(sizes.slice(0, 2)).toEqual([100, 50]);
    expect(sizes.slice(1).filter((size) => size <= 50)).not.toEqual([]);
  });

  it('throws the failure only when every session has come to its end', async () => {
    const slow = Promise.withResolvers<void>();
    let isSlowDone = false;
    const lanes = new Set<string>();

    const writing = writeBatches([0, 1, 2, 3, 4, 5, 6, 7], {
      ...options,
      batchSize: createBatchSize(10),
      write: async (batch) => {
        lanes.add(batch.map(laneOf).join());
        if (lanes.size === 1) throw new Error('broken');
        await slow.promise;
        isSlowDone = true;
        return NO_COUNTS;
      },
    });
    slow.resolve();

    await expect(writing).rejects.toThrow('broken');
    expect(isSlowDone).toBe(true);
  });
});
