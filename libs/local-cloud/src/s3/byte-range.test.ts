import { describe, expect, it } from '@jest/globals';
import { parseByteRange } from './byte-range.ts';

describe('parseByteRange', () => {
  it.each([
    ['bytes=0-0', { first: 0, last: 0 }],
    ['bytes=6-9', { first: 6, last: 9 }],
    ['bytes=6-', { first: 6, last: 9 }],
    ['bytes=6-100', { first: 6, last: 9 }],
    ['bytes=-4', { first: 6, last: 9 }],
    ['bytes=-100', { first: 0, last: 9 }],
  ])('reads %s of ten octets', (header, range) => {
    expect(parseByteRange(header, 10)).toEqual(range);
  });

  it.each([undefined, 'bytes=-', 'bytes=5-4', 'bytes=0-1,3-4', 'lines=0-1', 'bytes=a-b'])(
    'takes the whole object for %s',
    (header) => {
      expect(parseByteRange(header, 10)).toBeUndefined();
    },
  );

  it.each([
    ['bytes=10-', 10],
    ['bytes=-0', 10],
    ['bytes=0-', 0],
    ['bytes=-5', 0],
  ])('refuses %s of %d octets', (header, sizeBytes) => {
    expect(() => parseByteRange(header, sizeBytes)).toThrow(
      expect.objectContaining({ code: 'InvalidRange', status: 416 }),
    );
  });
});
