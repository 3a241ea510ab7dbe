import type { Json, JsonObject } from '@pipelines/core';
import type { BatcherPlan } from '../states/map-run-plan.ts';

/** Batches never get larger than a payload may be, whatever the definition says. */
const MOST_BYTES = 262_144;

/**
 * Put items together: `{ BatchInput, Items }`, as many as the batcher allows by number and by the
 * bytes of the whole.
 *
 * @param items - as ItemSelector left them
 */
export async function* batchItems(
  items: AsyncIterable<Json>,
  { maxItems, maxBytes, batchInput }: BatcherPlan,
): AsyncGenerator<JsonObject> {
  const frame: JsonObject = batchInput === undefined ? {} : { BatchInput: batchInput };
  const mostItems = maxItems === undefined || maxItems <= 0 ? Infinity : maxItems;
  const mostBytes = Math.min(maxBytes || MOST_BYTES, MOST_BYTES);
  const emptyBytes = bytesOf({ ...frame, Items: [] });
  let batch: Json[] = [];
  let bytes = emptyBytes;
  for await (const item of items) {
    const size = bytesOf(item);
    // Each item but the first has a comma before it.
    if (batch.length > 0 && (batch.length >= mostItems || bytes + 1 + size > mostBytes)) {
      yield { ...frame, Items: batch };
      batch = [];
      bytes = emptyBytes;
    }
    bytes += batch.length === 0 ? size : size + 1;
    batch.push(item);
  }
  if (batch.length > 0) yield { ...frame, Items: batch };
}

function bytesOf(value: Json): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}
