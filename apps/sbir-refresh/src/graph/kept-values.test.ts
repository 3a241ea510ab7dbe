import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seededRandom } from '@pipelines/testing';
import { withKeptValues } from './kept-values.ts';

const NAMES = ['title', 'cents', 'isOpen', 'gone'];
const MIB = 1 << 20;

let tempDir: string;
beforeAll(async () => {
  tempDir = await mkdtemp(join(tmpdir(), 'kept-test-'));
});
afterAll(() => rm(tempDir, { recursive: true }));

const keeping = <Result>(work: Parameters<typeof withKeptValues<Result>>[1]): Promise<Result> =>
  withKeptValues({ names: NAMES, tempDir }, work);
const row = (title: string | null, cents = 1) => ({ title, cents, isOpen: true, gone: null });

describe('kept values', () => {
  it('come back as they were, in the order that is asked for', async () => {
    const rows = [row('a"b\n\u001f'), row(null, -5), row('Zürich 🚀', 2 ** 40), row('')];

    const read = await keeping(async (kept) => {
      for (const one of rows) kept.add(one);
      return kept.read([3, 0, 2, 1, 0]);
    });

    expect(read).toEqual([3, 0, 2, 1, 0].map((index) => rows[index]));
  });

  it('are found in a large file, wherever they lie in it', async () => {
    const random = seededRandom(5);
    const lengths = Array.from({ length: 300 }, () => Math.floor(random() ** 8 * 3 * MIB));
    const titleOf = (index: number) => `${index}é`.repeat(1 + (lengths[index] ?? 0) / 4);
    const wanted = lengths.map((_, index) => index).filter(() => random() < 0.4);

    const read = await keeping(async (kept) => {
      for (const index of lengths.keys()) kept.add(row(titleOf(index), index));
      return kept.read(wanted);
    });

    expect(read.map(({ cents }) => cents)).toEqual(wanted);
    expect(read.every(({ title }, index) => title === titleOf(wanted[index] ?? -1))).toBe(true);
  });

  it('take what comes after a reading', async () => {
    const read = await keeping(async (kept) => {
      kept.add(row('first'));
      await kept.read([0]);
      kept.add(row('second'));
      return kept.read([0, 1]);
    });

    expect(read.map(({ title }) => title)).toEqual(['first', 'second']);
  });

  it('have a digest each that tells them apart', async () => {
    const digests = await keeping(async (kept) => {
      for (let index = 0; index < 3_000; index += 1) kept.add(row('same', index % 1_500));
      return Array.from({ length: 3_000 }, (_, index) => kept.digestOf(index));
    });

    expect(new Set(digests).size).toBe(1_500);
    expect(digests.slice(1_500)).toEqual(digests.slice(0, 1_500));
    expect(digests[0]).toMatch(/^[0-9a-f]{16}$/);
  });

  it('leave nothing behind, also when the work fails', async () => {
    const failing = keeping(async (kept) => {
      kept.add(row('x'));
      await kept.read([0]);
      expect(await readdir(tempDir)).toHaveLength(1);
      throw new Error('work');
    });

    await expect(failing).rejects.toThrow('work');
    expect(await readdir(tempDir)).toEqual([]);
  });
});
