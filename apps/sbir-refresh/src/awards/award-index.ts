import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import * as z from 'zod';
import type { FileStore } from '@pipelines/s3-files';
import { decodeUtf8 } from '../csv/decode-utf8.ts';
import { createLineStore } from './line-store.ts';

const text = z.string().nullable();

/** One line of an award index, as it was written; the shape of `AwardIndexEntry`. */
const indexLine = z.object({
  award_key: z.string(),
  award_id: z.string(),
  company_name: text,
  agency: text,
  branch: text,
  program: text,
  phase: text,
  award_year: z.int().nullable(),
  award_title: text,
  award_amount_cents: z.int().nullable(),
  award_date: text,
  contract_end_date: text,
  state: text,
  row_hash: z.string(),
});

export type IndexedAward = z.output<typeof indexLine>;

/** Awards by key, in the order of their first row. */
export interface AwardIndex {
  readonly size: number;
  keys(): Iterable<string>;
  has(awardKey: string): boolean;
  /** Cheap in the order of the file; out of it, a look-up costs some 50 µs. */
  get(awardKey: string): IndexedAward | undefined;
}

/**
 * Read an award index; of two lines of one key the last one counts.
 *
 * Lines stay compressed until they are asked for: about 180 bytes per award in memory.
 * Source: sbir-contracts.md section 4.
 */
export async function readAwardIndex(files: FileStore, key: string): Promise<AwardIndex> {
  const lines = createLineStore();
  const places = new Map<string, number>();
  const add = (line: string): void => void places.set(keyOf(line, key), lines.add(line));
  const { body } = await files.read(key);
  let rest = '';
  await pipeline(body, createGunzip(), async (bytes: AsyncIterable<Uint8Array>) => {
    for await (const piece of decodeUtf8(bytes, { invalidUtf8: 0 })) {
      const whole = (rest + piece).split('\n');
      rest = whole.pop() ?? '';
      for (const line of whole) add(line);
    }
  });
  if (rest !== '') add(rest);
  return {
    size: places.size,
    keys: () => places.keys(),
    has: (awardKey) => places.has(awardKey),
    get(awardKey) {
      const place = places.get(awardKey);
      const line = place === undefined ? undefined : lines.get(place);
      return line === undefined ? undefined : indexLine.parse(JSON.parse(line));
    },
  };
}

function keyOf(line: string, file: string): string {
  const [, awardKey] = /^\{"award_key":"([^"]+)"/.exec(line) ?? [];
  if (awardKey === undefined) throw new Error(`The award index "${file}" has a line without a key`);
  // A copy: what a pattern matches is a window on the whole piece that was read, and would keep it.
  return Buffer.from(awardKey).toString();
}
