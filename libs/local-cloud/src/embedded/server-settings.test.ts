import { describe, expect, it } from '@jest/globals';
import { serverSettings } from './server-settings.ts';

const GIB = 2 ** 30;

describe('serverSettings', () => {
  it.each([
    [GIB / 2, '64MB'],
    [4 * GIB, '256MB'],
    [64 * GIB, '2048MB'],
  ])('gives a machine of %d bytes shared buffers of %s', (memoryBytes, expected) => {
    expect(serverSettings(memoryBytes, GIB)['shared_buffers']).toBe(expected);
  });

  it('keeps parallel queries out of a /dev/shm as small as a container has', () => {
    expect(serverSettings(GIB, 64 * 2 ** 20)['dynamic_shared_memory_type']).toBe('mmap');
    expect(serverSettings(GIB, 2 * GIB)['dynamic_shared_memory_type']).toBe('posix');
  });
});
