const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const DIGIT_BITS = 5;
const CONTINUES = 1 << DIGIT_BITS;

/**
 * Read the numbers of one source map segment: base64 digits of five bits, least first, the lowest
 * bit of each number its sign.
 *
 * Source: https://tc39.es/ecma426/#sec-base64-vlq
 */
export function decodeVlq(text: string): number[] {
  const numbers: number[] = [];
  let shift = 0;
  let value = 0;
  for (const character of text) {
    const digit = DIGITS.indexOf(character);
    value |= (digit & (CONTINUES - 1)) << shift;
    shift += DIGIT_BITS;
    if (digit & CONTINUES) continue;
    numbers.push(value & 1 ? -(value >>> 1) : value >>> 1);
    shift = 0;
    value = 0;
  }
  return numbers;
}

/** Write the numbers of one source map segment; the inverse of {@link decodeVlq}. */
export function encodeVlq(numbers: readonly number[]): string {
  return numbers.map(encodeNumber).join('');
}

function encodeNumber(number: number): string {
  let rest = number < 0 ? (-number << 1) | 1 : number << 1;
  let text = '';
  do {
    const digit = rest & (CONTINUES - 1);
    rest >>>= DIGIT_BITS;
    text += DIGITS.charAt(rest > 0 ? digit | CONTINUES : digit);
  } while (rest > 0);
  return text;
}
