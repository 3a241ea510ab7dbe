import type { ChecksumAlgorithm } from './checksum.ts';

/** A reflected CRC whose register starts and ends inverted; the highest bit stands for x⁰. */
interface CrcField {
  readonly bits: bigint;
  readonly polynomial: bigint;
}

const FIELDS: Partial<Record<ChecksumAlgorithm, CrcField>> = {
  CRC32: { bits: 32n, polynomial: 0xedb88320n },
  CRC32C: { bits: 32n, polynomial: 0x82f63b78n },
  CRC64NVME: { bits: 64n, polynomial: 0x9a6c9329ac4bc9b5n },
};

/** The checksum of one part of an object, and how long that part is. */
export interface PartChecksum {
  readonly digest: Buffer;
  readonly sizeBytes: number;
}

/** Whether checksums of parts can be joined to the one of the whole without reading it again. */
export function canCombine(algorithm: ChecksumAlgorithm): boolean {
  return FIELDS[algorithm] !== undefined;
}

/**
 * The CRC of an object from those of its parts, without its data.
 *
 * crc(AB) = crc(A) · x^(8·|B|) + crc(B) in GF(2)[x] modulo the polynomial; the inversions at start
 * and end cancel out. Parts of one size share the power, so that 10 000 of them take milliseconds.
 *
 * @throws {RangeError} for SHA-1 and SHA-256, which have no such law
 */
export function combineCrcs(algorithm: ChecksumAlgorithm, parts: readonly PartChecksum[]): Buffer {
  const field = FIELDS[algorithm];
  if (!field) throw new RangeError(`${algorithm} checksums cannot be combined`);
  const powers = new Map<number, bigint>();
  let crc = 0n;
  for (const { digest, sizeBytes } of parts) {
    const power = powers.get(sizeBytes) ?? powerOfX(8n * BigInt(sizeBytes), field);
    powers.set(sizeBytes, power);
    crc = multiply(crc, power, field) ^ BigInt(`0x${digest.toString('hex')}`);
  }
  return Buffer.from(crc.toString(16).padStart(Number(field.bits / 4n), '0'), 'hex');
}

/** x^exponent, by squaring. */
function powerOfX(exponent: bigint, field: CrcField): bigint {
  const one = 1n << (field.bits - 1n);
  let result = one;
  let square = one >> 1n;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = multiply(result, square, field);
    square = multiply(square, square, field);
  }
  return result;
}

function multiply(a: bigint, b: bigint, { bits, polynomial }: CrcField): bigint {
  let product = 0n;
  let shifted = b;
  for (let bit = bits - 1n; bit >= 0n; bit--) {
    if ((a >> bit) & 1n) product ^= shifted;
    shifted = shifted & 1n ? (shifted >> 1n) ^ polynomial : shifted >> 1n;
  }
  return product;
}
