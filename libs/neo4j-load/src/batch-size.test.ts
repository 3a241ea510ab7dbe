import { describe, expect, it } from '@jest/globals';
import { createBatchSize } from './batch-size.ts';

describe('createBatchSize', () => {
  it('starts at its bound and never exceeds it', () => {
    const size = createBatchSize(2_000);

    size.took(1);

    expect(size.rows()).toBe(2_000);
  });

  it('halves after a slow transaction and grows back after quick ones', () => {
    const size = createBatchSize(2_000);
    const seen = [30_000, 30_000, 15_000, 100, 100, 100, 100].map((milliseconds) => {
      size.took(milliseconds);
      return size.rows();
    });

    expect(seen).toEqual([1_000, 500, 500, 750, 1_125, 1_688, 2_000]);
  });

  it('shrinks to its smallest, and then says that it cannot', () => {
    const size = createBatchSize(150);

    expect([size.shrink(), size.rows(), size.shrink(), size.rows(), size.shrink()]).toEqual([
      true,
      75,
      true,
      50,
      false,
    ]);
  });

  it('obeys a bound below its smallest', () => {
    const size = createBatchSize(3);

    expect([size.rows(), size.shrink(), size.rows()]).toEqual([3, false, 3]);
  });
});
