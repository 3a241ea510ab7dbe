import { isJsonObject, type Json } from '@pipelines/core';
import { ItemReaderError } from './item-reader-error.ts';

/**
 * The items of a JSON document: its array, or the one to which `pointer` leads. The ItemsPath of
 * the state has no say here.
 *
 * @param pointer - ReaderConfig.ItemsPointer, a JSON Pointer; `''` is the document itself
 * @throws {ItemReaderError} when there is no JSON, or no array in it
 */
export async function* jsonItems(
  text: AsyncIterable<string>,
  pointer: string,
): AsyncGenerator<Json> {
  const document = parse(await joined(text));
  const items = itemsAt(document, pointer);
  if (!Array.isArray(items)) {
    throw new ItemReaderError('Attempting to map over non-iterable node.');
  }
  yield* items;
}

/** The items of JSON Lines: one document per line; blank lines are none. */
export async function* jsonLineItems(text: AsyncIterable<string>): AsyncGenerator<Json> {
  for await (const line of linesOf(text)) {
    if (line.trim() !== '') yield parse(line);
  }
}

/** The lines of a text that comes in pieces, without their ends. */
async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of text) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  yield rest;
}

/** RFC 6901. */
function itemsAt(document: Json, pointer: string): Json | undefined {
  let node: Json | undefined = document;
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(node)) node = node[Number(key)];
    else node = isJsonObject(node) && Object.hasOwn(node, key) ? node[key] : undefined;
  }
  return node;
}

/** The whole text of an object that is small enough for it. */
async function joined(text: AsyncIterable<string>): Promise<string> {
  const pieces: string[] = [];
  for await (const piece of text) pieces.push(piece);
  return pieces.join('');
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new ItemReaderError('Attempting to map over non-iterable node.');
  }
}

/** The files that the manifest of an S3 inventory lists, and the names of their columns. */
export function inventoryOf(manifest: Json): {
  readonly keys: readonly string[];
  readonly columns: readonly string[];
} {
  const { files, fileSchema } = isJsonObject(manifest) ? manifest : {};
  const listed = Array.isArray(files) ? files : [];
  return {
    keys: listed.flatMap((file) =>
      isJsonObject(file) && typeof file.key === 'string' ? [file.key] : [],
    ),
    columns: typeof fileSchema === 'string' ? fileSchema.split(',').map((name) => name.trim()) : [],
  };
}
