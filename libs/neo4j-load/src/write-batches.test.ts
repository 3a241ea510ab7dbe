import { describe, expect, it } from '@jest/globals';
import { systemClock } from '@pipelines/core';
import { createBatchSize } from './batch-size.ts';
import { NO_COUNTS } from './load-counts.ts';
import { writeBatches } from './write-batches.ts';

const ITEMS = Array.from({ length: 500 }, (_, index) => index);
const options = { clock: systemClock };

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
    expect(written.map((batch) => batch.length)).toEqual([56, 56, 56, 56, 56, 55, 55, 55, 55]);
  });

  it('writes in batches that are about as large as one another', async () => {
    const sizes: number[] = [];

    await writeBatches(ITEMS.slice(0, 101), {
      ...options,
      batchSize: createBatchSize(50),
      write: async (batch) => {
        sizes.push(batch.length);
        return NO_COUNTS;
      },
    });

    expect(sizes).toEqual([34, 34, 33]);
  });

  it('writes in halves what is too large for the server', async () => {
    const sizes: number[] = [];

    await writeBatches(ITEMS.slice(0, 100), {
      ...options,
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

  it('ends at a failure', async () => {
    let written = 0;

    const writing = writeBatches(ITEMS, {
      ...options,
      batchSize: createBatchSize(10),
      write: async () => {
        written += 1;
        if (written === 3) throw new Error('broken');
        return NO_COUNTS;
      },
    });

    await expect(writing).rejects.toThrow('broken');
    expect(written).toBe(3);
  });
});
