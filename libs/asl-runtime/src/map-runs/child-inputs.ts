import { batchItems, selectItem, type MapRunCall } from '@pipelines/asl';
import { isJsonObject, type Json } from '@pipelines/core';
import type { World } from '../run-execution.ts';
import { readItems } from './read-items.ts';

/** The input of a child, and how many items are in it. */
export interface ChildInput {
  readonly json: Json;
  readonly itemCount: number;
}

/**
 * The inputs of a Map Run's children: items, as the selector leaves them, put together by the
 * batcher. They are read as they are asked for.
 */
export async function* childInputs(call: MapRunCall, world: World): AsyncGenerator<ChildInput> {
  const items = selectedItems(call, world);
  for await (const json of call.batcher ? batchItems(items, call.batcher) : items) {
    yield { json, itemCount: call.batcher ? batchSize(json) : 1 };
  }
}

async function* selectedItems(call: MapRunCall, world: World): AsyncGenerator<Json> {
  const items = call.reader ? readItems(call.reader, world.objects) : (call.items ?? []);
  let index = 0;
  for await (const value of items) {
    yield await selectItem(call.selection, { index: index++, value }, world.host);
  }
}

function batchSize(input: Json): number {
  const items = isJsonObject(input) ? input.Items : undefined;
  return Array.isArray(items) ? items.length : 1;
}
