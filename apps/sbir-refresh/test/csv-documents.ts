import type { CsvFacts, CsvReader, CsvRecord } from '../src/csv/read-csv-records.ts';

/** The bytes in chunks of `size`; a new array each, as a socket gives them. */
export async function* cutEvery(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

/** All items of an iterable that ends. */
export async function collect<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** Everything that a reader gives, and its facts at the end. */
export async function collectRecords(
  source: AsyncIterable<Uint8Array>,
  read: CsvReader,
): Promise<{ readonly records: readonly CsvRecord[]; readonly facts: CsvFacts }> {
  const reader = read(source);
  const records = await collect(reader);
  return { records, facts: reader.facts() };
}

/** The fields of a text that arrives byte by byte. */
export async function fieldsOf(
  text: string,
  read: CsvReader,
): Promise<readonly (readonly string[])[]> {
  const { records } = await collectRecords(cutEvery(Buffer.from(text), 1), read);
  return records.map(({ fields }) => fields);
}

/** A text of `length` pieces drawn from `pieces`. */
export function randomText(
  random: () => number,
  pieces: readonly string[],
  length: number,
): string {
  let text = '';
  for (let index = 0; index < length; index++) {
    text += pieces[Math.floor(random() * pieces.length)] ?? '';
  }
  return text;
}
