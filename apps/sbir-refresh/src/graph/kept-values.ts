import { hash } from 'node:crypto';
import { closeSync, openSync, read, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PropertyValue, PropertyValues } from '@pipelines/neo4j-load';

/** Values of rows on disk: a graph asks for few of them, or for none, once it has a row. */
export interface KeptValues {
  /** Of the next row; the first is row 0. */
  add(values: PropertyValues): void;
  /** Equal for equal values, different for others. */
  digestOf(row: number): string;
  /** In the order of the rows that are asked for. */
  read(rows: readonly number[]): Promise<PropertyValues[]>;
}

const DIGEST_BYTES = 8;
/** Room for digests; it doubles as rows come. */
const FIRST_ROWS = 1_024;
/** What is written at once. */
const CHUNK_BYTES = 1 << 20;
/** No UTF-16 unit takes more in UTF-8. */
const MOST_BYTES_A_UNIT = 3;
/** What lies between two rows is read with them when it is no longer. */
const GAP_BYTES = 64 << 10;
/** What is read at once, unless one row is longer. */
const SPAN_BYTES = 4 << 20;

const readFrom = promisify(read);

/**
 * Keep values of rows, by the names of `names`, in a file of a folder of its own, which is deleted
 * at the end. About as large as what was read; 16 to 24 bytes a row are held in memory.
 *
 * @param tempDir - has room for all of them
 * @throws what the work throws; {Error} when the disk is full
 */
export async function withKeptValues<Result>(
  { names, tempDir }: { readonly names: readonly string[]; readonly tempDir: string },
  work: (kept: KeptValues) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tempDir, 'awards-'));
  try {
    const file = openSync(join(folder, 'values.ndjson'), 'wx+', 0o600);
    try {
      return await work(keepIn(file, names));
    } finally {
      closeSync(file);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function keepIn(file: number, names: readonly string[]): KeptValues {
  /** Where each row ends; it begins where the one before ends. */
  const ends: number[] = [];
  const writer = createWriter(file);
  let digests = Buffer.alloc(FIRST_ROWS * DIGEST_BYTES);
  return {
    add(values) {
      const line = JSON.stringify(names.map((name) => values[name] ?? null));
      const at = ends.length * DIGEST_BYTES;
      if (at === digests.length) digests = Buffer.concat([digests], 2 * at);
      digests.write(hash('sha256', line), at, DIGEST_BYTES, 'hex');
      ends.push(writer.write(line));
    },
    digestOf: (row) => digests.toString('hex', row * DIGEST_BYTES, (row + 1) * DIGEST_BYTES),
    async read(rows) {
      writer.flush();
      const spans = spansOf(rows, (row) => ({ start: ends[row - 1] ?? 0, end: ends[row] ?? 0 }));
      const found = new Map<number, PropertyValues>();
      for (const { start, end, parts } of spans) {
        const bytes = Buffer.allocUnsafe(end - start);
        await readWhole(file, bytes, start);
        for (const part of parts) {
          const line = bytes.toString('utf8', part.start - start, part.end - start);
          found.set(part.row, valuesOf(names, JSON.parse(line) as unknown[]));
        }
      }
      return rows.map((row) => found.get(row) ?? {});
    },
  };
}

/** Collects what is written, and writes it in large pieces. `write` gives the position behind it. */
function createWriter(file: number): { write(line: string): number; flush(): void } {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let used = 0;
  let position = 0;
  const flush = (): void => {
    writeWhole(file, chunk.subarray(0, used));
    used = 0;
  };
  return {
    flush,
    write(line) {
      const mostBytes = line.length * MOST_BYTES_A_UNIT;
      if (used + mostBytes > CHUNK_BYTES) flush();
      if (mostBytes > CHUNK_BYTES) {
        const bytes = Buffer.from(line);
        writeWhole(file, bytes);
        return (position += bytes.length);
      }
      const bytes = chunk.write(line, used);
      used += bytes;
      return (position += bytes);
    },
  };
}

function writeWhole(file: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length;) {
    written += writeSync(file, bytes, written, bytes.length - written);
  }
}

/** @throws {Error} when the file ends before it */
async function readWhole(file: number, bytes: Buffer, start: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesRead } = await readFrom(file, bytes, done, bytes.length - done, start + done);
    if (bytesRead === 0) throw new Error('The kept values end before their last row');
    done += bytesRead;
  }
}

interface Part {
  readonly row: number;
  readonly start: number;
  readonly end: number;
}

/** Rows that lie together, each group in the order of the file. */
function spansOf(
  rows: readonly number[],
  placeOf: (row: number) => { readonly start: number; readonly end: number },
): { readonly start: number; readonly end: number; readonly parts: readonly Part[] }[] {
  const spans: { start: number; end: number; parts: Part[] }[] = [];
  for (const row of [...rows].sort((one, other) => one - other)) {
    const part = { row, ...placeOf(row) };
    const last = spans.at(-1);
    const isNear = last && part.start - last.end <= GAP_BYTES;
    if (isNear && part.end - last.start <= SPAN_BYTES) {
      last.end = part.end;
      last.parts.push(part);
    } else {
      spans.push({ start: part.start, end: part.end, parts: [part] });
    }
  }
  return spans;
}

function valuesOf(names: readonly string[], list: readonly unknown[]): PropertyValues {
  const values: Record<string, PropertyValue> = {};
  for (const [index, name] of names.entries()) values[name] = list[index] as PropertyValue;
  return values;
}
