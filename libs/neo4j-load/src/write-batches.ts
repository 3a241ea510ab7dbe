import type { Clock } from '@pipelines/core';
import type { BatchSize } from './batch-size.ts';
import { addCounts, NO_COUNTS, type LoadCounts } from './load-counts.ts';
import { isTooLarge } from './translate-driver-error.ts';

/** How to write the batches of one window. */
export interface WriteBatchesOptions<Item> {
  readonly batchSize: BatchSize;
  readonly clock: Clock;
  readonly write: (items: readonly Item[]) => Promise<LoadCounts>;
}

/**
 * Write items in transactions of bounded size, one after the other, all about as large.
 *
 * When a batch is too large for the server, it is written in halves.
 *
 * @throws the first error of `write`; what was committed before stays
 */
export async function writeBatches<Item>(
  items: readonly Item[],
  { batchSize, clock, write }: WriteBatchesOptions<Item>,
): Promise<LoadCounts> {
  let counts = NO_COUNTS;
  let offset = 0;
  while (offset < items.length) {
    const left = items.length - offset;
    const batch = items.slice(
      offset,
      offset + Math.ceil(left / Math.ceil(left / batchSize.rows())),
    );
    const startedMs = clock.now();
    try {
      counts = addCounts(counts, await write(batch));
    } catch (error) {
      if (isTooLarge(error) && batch.length > 1 && batchSize.shrink()) continue;
      throw error;
    }
    batchSize.took(clock.now() - startedMs);
    offset += batch.length;
  }
  return counts;
}
