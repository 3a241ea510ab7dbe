import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { crc32c } from './crc32c.ts';
import { crc64nvme, type Crc64 } from './crc64nvme.ts';

/** The additional checksums of S3, as its headers and XML name them. */
export const CHECKSUM_ALGORITHMS = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const;
export type ChecksumAlgorithm = (typeof CHECKSUM_ALGORITHMS)[number];

/** Over the whole object, or over the checksums of its parts. */
export type ChecksumType = 'FULL_OBJECT' | 'COMPOSITE';

export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64; a composite one ends with `-` and the number of parts. */
  readonly value: string;
  readonly type: ChecksumType;
}

/** A checksum that grows with the data. */
export interface RunningChecksum {
  update(data: Uint8Array): void;
  /** Octets of the result, big-endian; the last call. */
  digest(): Buffer;
}

/** Octets of a result, to tell a value that cannot be one. */
export const CHECKSUM_BYTES: Readonly<Record<ChecksumAlgorithm, number>> = {
  CRC32: 4,
  CRC32C: 4,
  CRC64NVME: 8,
  SHA1: 20,
  SHA256: 32,
};

/** Start a checksum of an algorithm. */
export function startChecksum(algorithm: ChecksumAlgorithm): RunningChecksum {
  switch (algorithm) {
    case 'CRC32':
      return startCrc(crc32);
    case 'CRC32C':
      return startCrc(crc32c);
    case 'CRC64NVME':
      return startCrc64();
    case 'SHA1':
      return startHash('sha1');
    case 'SHA256':
      return startHash('sha256');
  }
}

/** The header of an algorithm: `x-amz-checksum-crc32`. */
export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`;
}

function startCrc(crc: (data: Uint8Array, seed?: number) => number): RunningChecksum {
  let value = 0;
  return {
    update: (data) => void (value = crc(data, value)),
    digest() {
      const octets = Buffer.alloc(4);
      octets.writeUInt32BE(value);
      return octets;
    },
  };
}

function startCrc64(): RunningChecksum {
  let value: Crc64 = { high: 0, low: 0 };
  return {
    update: (data) => void (value = crc64nvme(data, value)),
    digest() {
      const octets = Buffer.alloc(8);
      octets.writeInt32BE(value.high);
      octets.writeInt32BE(value.low, 4);
      return octets;
    },
  };
}

function startHash(name: string): RunningChecksum {
  const hash = createHash(name);
  return { update: (data) => void hash.update(data), digest: () => hash.digest() };
}
