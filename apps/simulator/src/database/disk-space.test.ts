import { describe, expect, it } from '@jest/globals';
import { assertDiskSpace } from './disk-space.ts';

const at = (freeBytes: number) => ({ path: '/data', freeBytes });

describe('disk space for a seed', () => {
  it.each([
    [20_000, 0.352e9],
    [100_000, 0.96e9],
    [1_000_000, 7.3e9],
  ])('of %i visits suffices with %d bytes and no less', (visits, bytes) => {
    expect(() => assertDiskSpace(visits, at(bytes))).not.toThrow();
    expect(() => assertDiskSpace(visits, at(bytes - 1))).toThrow('Free some space');
  });

  it('is refused with what is needed, what there is, and what helps', () => {
    expect(() => assertDiskSpace(1_000_000, at(3.04e9))).toThrow(
      '1,000,000 visits need about 7.3 GB of disk, and 3.0 GB are free at "/data". ' +
        'The present data stays until the new is complete. ' +
        'Free some space, use --data-dir on another disk, or lower --visits.',
    );
  });
});
