/** NVMe's polynomial, bits reversed, in two halves: JavaScript's integers of 32 bits are fast, its BigInts are not. */
const POLYNOMIAL_HIGH = 0x9a6c9329;
const POLYNOMIAL_LOW = 0xac4bc9b5;
/** One pair of tables per octet of a step. */
const SLICES = 8;

const low = new Int32Array(SLICES * 256);
const high = new Int32Array(SLICES * 256);
fillTables();

/** A 64-bit checksum in two halves, each a signed 32-bit integer. */
export interface Crc64 {
  readonly high: number;
  readonly low: number;
}

/**
 * CRC-64/NVME of `data`, going on from `seed`.
 *
 * @param seed - the result for the octets before, zeros at the start
 * Source: NVM Express, NVM Command Set Specification, "64b CRC Definition".
 */
export function crc64nvme(data: Uint8Array, seed: Crc64 = { high: 0, low: 0 }): Crc64 {
  let crcLow = ~seed.low;
  let crcHigh = ~seed.high;
  let at = 0;
  for (const end = data.length - SLICES; at <= end; at += SLICES) {
    const a = crcLow ^ int32At(data, at);
    const b = crcHigh ^ int32At(data, at + 4);
    crcLow = foldEight(low, a, b);
    crcHigh = foldEight(high, a, b);
  }
  for (; at < data.length; at++) {
    const index = (crcLow ^ (data[at] as number)) & 0xff;
    crcLow = (low[index] as number) ^ ((crcLow >>> 8) | (crcHigh << 24));
    crcHigh = (high[index] as number) ^ (crcHigh >>> 8);
  }
  return { high: ~crcHigh, low: ~crcLow };
}

function foldEight(table: Int32Array, a: number, b: number): number {
  return (
    (table[7 * 256 + (a & 0xff)] as number) ^
    (table[6 * 256 + ((a >>> 8) & 0xff)] as number) ^
    (table[5 * 256 + ((a >>> 16) & 0xff)] as number) ^
    (table[4 * 256 + (a >>> 24)] as number) ^
    (table[3 * 256 + (b & 0xff)] as number) ^
    (table[2 * 256 + ((b >>> 8) & 0xff)] as number) ^
    (table[256 + ((b >>> 16) & 0xff)] as number) ^
    (table[b >>> 24] as number)
  );
}

function int32At(data: Uint8Array, at: number): number {
  return (
    (data[at] as number) |
    ((data[at + 1] as number) << 8) |
    ((data[at + 2] as number) << 16) |
    ((data[at + 3] as number) << 24)
  );
}

function fillTables(): void {
  for (let index = 0; index < 256; index++) {
    let [crcLow, crcHigh] = [index, 0];
    for (let bit = 0; bit < 8; bit++) {
      const isOdd = crcLow & 1;
      crcLow = (crcLow >>> 1) | (crcHigh << 31);
      crcHigh >>>= 1;
      if (isOdd) [crcLow, crcHigh] = [crcLow ^ POLYNOMIAL_LOW, crcHigh ^ POLYNOMIAL_HIGH];
    }
    low[index] = crcLow;
    high[index] = crcHigh;
  }
  for (let at = 256; at < low.length; at++) {
    const [lowBefore, highBefore] = [low[at - 256] as number, high[at - 256] as number];
    const index = lowBefore & 0xff;
    low[at] = (low[index] as number) ^ ((lowBefore >>> 8) | (highBefore << 24));
    high[at] = (high[index] as number) ^ (highBefore >>> 8);
  }
}
