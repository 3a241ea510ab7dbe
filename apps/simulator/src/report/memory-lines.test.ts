import { describe, expect, it } from '@jest/globals';
import { memoryLines } from './memory-lines.ts';

const MIB = 2 ** 20;

describe('memoryLines', () => {
  it('say how each figure came about', () => {
    expect(memoryLines({ processPeakBytes: 1_234 * MIB, serverPeakBytes: 600.4 * MIB })).toEqual([
      'Memory: this process at most 1,234 MiB resident',
      'Memory: PostgreSQL at most 600 MiB in all its processes, shared buffers counted once, sampled each second',
    ]);
  });

  it('say what is not known', () => {
    expect(memoryLines({ processPeakBytes: 80 * MIB, serverPeakBytes: undefined })[1]).toBe(
      'Memory: PostgreSQL not known, its processes cannot be seen from here',
    );
  });
});
