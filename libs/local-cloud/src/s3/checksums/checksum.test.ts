import { describe, expect, it } from '@jest/globals';
import { CHECKSUM_ALGORITHMS, startChecksum, type ChecksumAlgorithm } from './checksum.ts';
import { canCombine, combineCrcs } from './combine-crc.ts';

/** Deterministic octets of every value. */
const data = Buffer.from(Array.from({ length: 1_003 }, (_, at) => (at * 167 + (at >> 3)) & 0xff));

function digestOf(algorithm: ChecksumAlgorithm, ...pieces: readonly Buffer[]): Buffer {
  const running = startChecksum(algorithm);
  for (const piece of pieces) running.update(piece);
  return running.digest();
}

describe('startChecksum', () => {
  // The check values of the catalogue of CRC algorithms, and of FIPS 180-4, for "123456789".
  it.each([
    ['CRC32', 'cbf43926'],
    ['CRC32C', 'e3069283'],
    ['CRC64NVME', 'ae8b14860a799888'],
    ['SHA1', 'f7c3bc1d808e04732adf679965ccc34ca7ae3441'],
    ['SHA256', '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225'],
  ] as const)('gives the published check value of %s', (algorithm, expected) => {
    expect(digestOf(algorithm, Buffer.from('123456789')).toString('hex')).toBe(expected);
  });

  it('gives zeros of CRCs for nothing', () => {
    expect(digestOf('CRC64NVME').toString('hex')).toBe('0000000000000000');
    expect(digestOf('CRC32C').toString('hex')).toBe('00000000');
  });

  it.each(CHECKSUM_ALGORITHMS)('of %s does not depend on where the data was cut', (algorithm) => {
    const whole = digestOf(algorithm, data);

    for (const cut of [0, 1, 7, 8, 9, 500, 1_002, 1_003]) {
      expect(digestOf(algorithm, data.subarray(0, cut), data.subarray(cut))).toEqual(whole);
    }
  });
});

describe('combineCrcs', () => {
  it.each(['CRC32', 'CRC32C', 'CRC64NVME'] as const)(
    'of %s equals the one over all',
    (algorithm) => {
      const pieces = [data.subarray(0, 100), data.subarray(100, 200), data.subarray(200)];
      const parts = pieces.map((piece) => ({
        digest: digestOf(algorithm, piece),
        sizeBytes: piece.length,
      }));

      expect(combineCrcs(algorithm, parts)).toEqual(digestOf(algorithm, data));
    },
  );

  it('is refused for hashes', () => {
    expect(canCombine('SHA256')).toBe(false);
    expect(() => combineCrcs('SHA256', [])).toThrow(RangeError);
  });
});
