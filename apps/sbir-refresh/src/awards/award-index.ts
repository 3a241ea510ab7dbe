import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import * as z from 'zod';
import type { FileStore } from '@pipelines/s3-files';
import { decodeUtf8 } from '../csv/decode-utf8.ts';

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
  get(awardKey: string): IndexedAward | undefined;
}

/**
 * Read an award index; of two lines of one key the last one counts.
 *
 * Lines stay text until they are asked for: about 450 bytes per award in memory.
 * Source: sbir-contracts.md section 4.
 */
export async function readAwardIndex(files: FileStore, key: string): Promise<AwardIndex> {
  const lines = new Map<string, string>();
  const { body } = await files.read(key);
  let rest = '';
  await pipeline(body, createGunzip(), async (bytes: AsyncIterable<Uint8Array>) => {
    for await (const piece of decodeUtf8(bytes, { invalidUtf8: 0 })) {
      const whole = (rest + piece).split('\n');
      rest = whole.pop() ?? '';
      for (const line of whole) lines.set(keyOf(line, key), line);
    }
  });
  if (rest !== '') lines.set(keyOf(rest, key), rest);
  return {
    size: lines.size,
    keys: () => lines.keys(),
    get(awardKey) {
      const line = lines.get(awardKey);
      return line === undefined ? undefined : indexLine.parse(JSON.parse(line));
    },
  };
}

function keyOf(line: string, file: string): string {
  const [, awardKey] = /^\{"award_key":"([^"]+)"/.exec(line) ?? [];
  if (awardKey === undefined) throw new Error(`The award index "${file}" has a line without a key`);
  return awardKey;
}
