/** Castagnoli's polynomial, bits reversed. */
const POLYNOMIAL = 0x82f63b78;
/** One table per octet of a step: eight octets are folded in at once. */
const SLICES = 8;

const tables = makeTables();

/**
 * CRC-32C (RFC 3720, appendix B.4) of `data`, going on from `seed`.
 *
 * @param seed - the result for the octets before, 0 at the start
 * @returns an unsigned 32-bit integer
 */
export function crc32c(data: Uint8Array, seed = 0): number {
  let crc = ~seed;
  let at = 0;
  for (const end = data.length - SLICES; at <= end; at += SLICES) crc = foldEight(crc, data, at);
  for (; at < data.length; at++) crc = entry(0, (crc ^ octet(data, at)) & 0xff) ^ (crc >>> 8);
  return ~crc >>> 0;
}

function foldEight(crc: number, data: Uint8Array, at: number): number {
  return (
    entry(7, (crc ^ octet(data, at)) & 0xff) ^
    entry(6, ((crc >>> 8) ^ octet(data, at + 1)) & 0xff) ^
    entry(5, ((crc >>> 16) ^ octet(data, at + 2)) & 0xff) ^
    entry(4, (crc >>> 24) ^ octet(data, at + 3)) ^
    entry(3, octet(data, at + 4)) ^
    entry(2, octet(data, at + 5)) ^
    entry(1, octet(data, at + 6)) ^
    entry(0, octet(data, at + 7))
  );
}

/** The types allow an index beyond the end; the loops never reach there, and `| 0` costs nothing. */
function octet(data: Uint8Array, at: number): number {
  return (data[at] as number) | 0;
}

function entry(slice: number, index: number): number {
  return (tables[slice * 256 + index] as number) | 0;
}

function makeTables(): Int32Array {
  const made = new Int32Array(SLICES * 256);
  for (let index = 0; index < 256; index++) {
    let crc = index;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    made[index] = crc;
  }
  for (let at = 256; at < made.length; at++) {
    const before = made[at - 256] as number;
    made[at] = (made[before & 0xff] as number) ^ (before >>> 8);
  }
  return made;
}
