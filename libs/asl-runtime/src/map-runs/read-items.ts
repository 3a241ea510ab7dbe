import {
  csvItems,
  inventoryOf,
  ItemReaderError,
  jsonItems,
  jsonLineItems,
  type ReaderPlan,
} from '@pipelines/asl';
import { messageOf, type Json, type JsonObject } from '@pipelines/core';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { ObjectStore } from './object-store.ts';

/**
 * The items that an ItemReader brings, one at a time, at most MaxItems of them.
 *
 * @throws {ItemReaderError} when the object cannot be read, or holds no items
 * Source: Step Functions developer guide, "ItemReader (Map)"
 */
export async function* readItems(
  reader: ReaderPlan,
  objects: ObjectStore | undefined,
): AsyncGenerator<Json> {
  if (reader.maxItems < 0) throw new ItemReaderError('field MaxItems must be positive');
  if (!objects) {
    throw new ItemReaderError(`${reader.resource} needs objects, and this engine has none`);
  }
  let left = reader.maxItems === 0 ? Infinity : reader.maxItems;
  for await (const item of itemsOf(reader, objects)) {
    yield item;
    if (--left === 0) return;
  }
}

function itemsOf(reader: ReaderPlan, objects: ObjectStore): AsyncIterable<Json> {
  const { parameters, config } = reader;
  const bucket = textAt(parameters, 'Bucket');
  if (reader.resource.endsWith(':s3:listObjectsV2')) {
    return objects.list({ bucket, prefix: textAt(parameters, 'Prefix') });
  }
  const object = { bucket, key: textAt(parameters, 'Key') };
  const text = textOf(readObject(object, objects));
  switch (config.InputType) {
    case 'CSV':
      return csvItems(text, config);
    case 'JSONL':
      return jsonLineItems(text);
    case 'MANIFEST':
      return inventoryItems(bucket, text, objects);
    case 'JSON':
    case undefined:
      return jsonItems(text, textAt(config, 'ItemsPointer'));
    default:
      throw new ItemReaderError(
        `This engine cannot read items of InputType ${textAt(config, 'InputType')}`,
      );
  }
}

/** The rows of the compressed files that the manifest of an S3 inventory lists. */
async function* inventoryItems(
  bucket: string,
  text: AsyncIterable<string>,
  objects: ObjectStore,
): AsyncGenerator<Json> {
  const pieces: string[] = [];
  for await (const piece of text) pieces.push(piece);
  const { keys, columns } = inventoryOf(parseManifest(pieces.join('')));
  const config = { CSVHeaderLocation: 'GIVEN', CSVHeaders: [...columns] };
  for (const key of keys) {
    const unpacked = Readable.from(readObject({ bucket, key }, objects)).pipe(createGunzip());
    yield* csvItems(textOf(unpacked as AsyncIterable<Uint8Array>), config);
  }
}

function parseManifest(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new ItemReaderError('The manifest is not valid JSON');
  }
}

async function* readObject(
  object: { readonly bucket: string; readonly key: string },
  objects: ObjectStore,
): AsyncGenerator<Uint8Array> {
  try {
    yield* objects.read(object);
  } catch (error) {
    throw new ItemReaderError(messageOf(error));
  }
}

/** UTF-8 in pieces; a byte order mark at its beginning is no part of it. */
async function* textOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const piece of bytes) yield decoder.decode(piece, { stream: true });
  yield decoder.decode();
}

function textAt(parameters: JsonObject, field: string): string {
  const value = parameters[field];
  return typeof value === 'string' ? value : '';
}
