const WORD_BITS = 32;

/** Positions of each character in the shorter text, 32 per word; reused, and emptied after use. */
const masks = new Map<number, Uint32Array>();

/**
 * Length of the longest common subsequence of two texts, in UTF-16 units.
 *
 * Bit-parallel: one addition advances 32 characters of the shorter text. Company names are compared
 * by the million, and the usual table would take minutes.
 * Source: Hyyrö, Bit-parallel LCS-length computation revisited (2004).
 */
export function longestCommonSubsequence(a: string, b: string): number {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short === '') return 0;
  return short.length <= WORD_BITS ? ofOneWord(short, long) : ofManyWords(short, long);
}

/** Positions of each UTF-16 unit in a text of at most 32; emptied after use. */
const oneWordMasks = new Uint32Array(0x1_0000);

function ofOneWord(short: string, long: string): number {
  for (let index = 0; index < short.length; index++) {
    const code = short.charCodeAt(index);
    oneWordMasks[code] = (oneWordMasks[code] ?? 0) | (1 << index);
  }
  let row = 0xffff_ffff;
  for (let index = 0; index < long.length; index++) {
    const matched = (row & (oneWordMasks[long.charCodeAt(index)] ?? 0)) >>> 0;
    if (matched !== 0) row = ((row + matched) | (row - matched)) >>> 0;
  }
  let zeros = 0;
  for (let index = 0; index < short.length; index++) {
    oneWordMasks[short.charCodeAt(index)] = 0;
    if (((row >>> index) & 1) === 0) zeros++;
  }
  return zeros;
}

function ofManyWords(short: string, long: string): number {
  const words = Math.ceil(short.length / WORD_BITS);
  for (let index = 0; index < short.length; index++) {
    const code = short.charCodeAt(index);
    const mask = masks.get(code) ?? new Uint32Array(words);
    if (!masks.has(code)) masks.set(code, mask);
    const word = index >>> 5;
    mask[word] = (mask[word] ?? 0) | (1 << (index & 31));
  }
  const rows = new Uint32Array(words).fill(0xffff_ffff);
  for (let index = 0; index < long.length; index++) {
    const mask = masks.get(long.charCodeAt(index));
    if (mask) advance(rows, mask);
  }
  masks.clear();
  return countZeros(rows, short.length);
}

/** rows = (rows + (rows & mask)) | (rows & ~mask), with the carry from word to word. */
function advance(rows: Uint32Array, mask: Uint32Array): void {
  let carry = 0;
  for (let word = 0; word < rows.length; word++) {
    const row = rows[word] ?? 0;
    const matched = (row & (mask[word] ?? 0)) >>> 0;
    const sum = row + matched + carry;
    carry = sum > 0xffff_ffff ? 1 : 0;
    rows[word] = sum | (row - matched);
  }
}

function countZeros(rows: Uint32Array, length: number): number {
  let zeros = 0;
  for (let index = 0; index < length; index++) {
    if ((((rows[index >>> 5] ?? 0) >>> (index & 31)) & 1) === 0) zeros++;
  }
  return zeros;
}
