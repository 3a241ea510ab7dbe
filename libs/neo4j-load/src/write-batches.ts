import type { Clock } from '@pipelines/core';
import type { BatchSize } from './batch-size.ts';
import { addCounts, NO_COUNTS, type LoadCounts } from './load-counts.ts';
import { isTooLarge } from './translate-driver-error.ts';

/** How to write the batches of one window. */
export interface WriteBatchesOptions<Item> {
  readonly sessions: number;
  readonly batchSize: BatchSize;
  readonly clock: Clock;
  /** Items with the same lane are never written at the same time. */
  readonly laneOf: (item: Item) => string;
  readonly write: (items: readonly Item[]) => Promise<LoadCounts>;
}

/**
 * Write items in transactions of bounded size, several at once.
 *
 * Items are dealt to sessions by their lane, so that two transactions at the same time do not
 * wait for one another's nodes. When a batch is too large for the server, it is written in halves.
 * All sessions come to their end before a failure is thrown: nothing is written behind its back.
 *
 * @throws the first error of `write`
 */
export async function writeBatches<Item>(
  items: readonly Item[],
  options: WriteBatchesOptions<Item>,
): Promise<LoadCounts> {
  const lanes = dealToLanes(items, options);
  const outcomes = await Promise.allSettled(lanes.map((lane) => writeLane(lane, options)));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason as Error;
  return outcomes
    .map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : NO_COUNTS))
    .reduce(addCounts, NO_COUNTS);
}

function dealToLanes<Item>(
  items: readonly Item[],
  { sessions, laneOf }: WriteBatchesOptions<Item>,
): Item[][] {
  const lanes = Array.from({ length: sessions }, (): Item[] => []);
  for (const item of items) lanes[hashOf(laneOf(item)) % sessions]?.push(item);
  return lanes;
}

async function writeLane<Item>(
  lane: readonly Item[],
  options: WriteBatchesOptions<Item>,
): Promise<LoadCounts> {
  const { batchSize, clock } = options;
  let counts = NO_COUNTS;
  let offset = 0;
  while (offset < lane.length) {
    const batch = lane.slice(offset, offset + batchSize.rows());
    const startedMs = clock.now();
    try {
      counts = addCounts(counts, await options.write(batch));
    } catch (error) {
      if (isTooLarge(error) && batch.length > 1 && batchSize.shrink()) continue;
      throw error;
    }
    batchSize.took(clock.now() - startedMs);
    offset += batch.length;
  }
  return counts;
}

/** FNV-1a: spreads keys that differ in their last characters only. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
