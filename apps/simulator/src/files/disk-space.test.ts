import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { assertFree, freeSpaceOf } from './disk-space.ts';

describe('free space of a folder', () => {
  it('is that of its nearest parent while it is missing', async () => {
    const missing = path.join(import.meta.dirname, 'none', 'at', 'all');

    const space = await freeSpaceOf(missing);

    expect(space?.path).toBe(import.meta.dirname);
    expect(space?.freeBytes).toBeGreaterThan(0);
  });

  it('suffices with as many bytes as are needed and no less', () => {
    const need = { what: '3 rows', neededBytes: 1.26e9, advice: 'Take fewer.' };
    const at = (freeBytes: number) => () => assertFree({ path: '/data', freeBytes }, need);

    expect(at(1.26e9)).not.toThrow();
    expect(at(1.26e9 - 1)).toThrow(
      '3 rows need about 1.3 GB of disk, and 1.3 GB are free at "/data". Take fewer.',
    );
  });
});
