import { isAscii } from 'node:buffer';
import { HAS_QUOTE, IS_BEYOND_ASCII, NEEDS_QUOTES, type ByteScan } from './byte-scan.ts';

const LF = 10;
const CR = 13;
const QUOTE = 34;
const COMMA = 44;
/** Stands between the values of a record: U+001F, the unit separator. */
const SEPARATOR = 31;
/** From so many bytes on, what has no quote is taken at once: an abstract at the speed of a copy. */
const LONG = 48;
const FIRST_BEYOND_ASCII = 0x80;

/** The bits of each byte; most have none. */
const bitsOf = new Uint8Array(256);
bitsOf.fill(IS_BEYOND_ASCII, FIRST_BEYOND_ASCII);
bitsOf[QUOTE] = NEEDS_QUOTES | HAS_QUOTE;
for (const byte of [COMMA, CR, LF]) bitsOf[byte] = NEEDS_QUOTES;

/**
 * Cut out the next record, by the rules of `readCsvRecords`; every byte of it is looked at once.
 *
 * @returns false when there is none, or it may go on behind the bytes; the position is then kept
 */
export function scanRecordBytes(scan: ByteScan): boolean {
  const { bytes, isLast, values, position: start } = scan;
  if (start >= bytes.length) return false;
  Object.assign(scan, { start, length: 0, width: 0, lineEnds: 0, isAsFormatted: true });
  for (;;) {
    const isQuoted = bytes[scan.position] === QUOTE;
    if (isQuoted ? !scanQuoted(scan) : !scanPlain(scan)) break;
    const separator = bytes[scan.position];
    if (separator === COMMA) {
      scan.position++;
      values[scan.length++] = SEPARATOR;
      continue;
    }
    const isEnd = scan.position >= bytes.length;
    // The LF of a CRLF may be the first of the bytes to come.
    if (!isLast && (isEnd || (separator === CR && scan.position + 1 === bytes.length))) break;
    const isCrlf = separator === CR && bytes[scan.position + 1] === LF;
    scan.stop = scan.position;
    if (!isEnd) scan.lineEnds++;
    scan.position += isEnd ? 0 : isCrlf ? 2 : 1;
    return true;
  }
  scan.position = start;
  return false;
}

function scanPlain(scan: ByteScan): boolean {
  const { bytes, values } = scan;
  let { position: at, length } = scan;
  let bits = 0;
  for (; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    const bit = bitsOf[byte] ?? 0;
    if (bit === NEEDS_QUOTES) break;
    values[length++] = byte;
    bits |= bit;
  }
  endField(scan, { at, length, bits });
  if ((bits & HAS_QUOTE) !== 0) scan.isAsFormatted = false;
  return true;
}

function scanQuoted(scan: ByteScan): boolean {
  const { bytes, values, position } = scan;
  let length = scan.length;
  let at = position + 1;
  let bits = 0;
  let long = at + LONG;
  for (; at < bytes.length; at++) {
    if (at === long) {
      const stretch = bytes.subarray(at, nextQuote(bytes, at));
      bits |= bitsOfStretch(stretch);
      scan.lineEnds += countLineEnds(stretch, bytes[at - 1]);
      length += stretch.copy(values, length);
      at += stretch.length;
      if (at >= bytes.length) break;
    }
    const byte = bytes[at] ?? 0;
    const bit = bitsOf[byte] ?? 0;
    if (bit !== 0) {
      if (byte === QUOTE) {
        long = at + LONG;
        if (bytes[at + 1] === QUOTE) at++;
        else {
          const after = findSeparator(bytes, at + 1);
          if (after === bytes.length && !scan.isLast) return false;
          if (after !== -1) {
            if ((bits & NEEDS_QUOTES) === 0 || after !== at + 1) scan.isAsFormatted = false;
            endField(scan, { at: after, length, bits });
            return true;
          }
          scan.isAsFormatted = false;
        }
      } else if (byte === CR || (byte === LF && bytes[at - 1] !== CR)) scan.lineEnds++;
      bits |= bit;
    }
    values[length++] = byte;
  }
  return scan.isLast && endOpenField(scan, bits);
}

function nextQuote(bytes: Buffer, from: number): number {
  const at = bytes.indexOf(QUOTE, from);
  return at === -1 ? bytes.length : at;
}

/** Bits of bytes without a quote. */
function bitsOfStretch(stretch: Buffer): number {
  const needsQuotes = [COMMA, LF, CR].some((byte) => stretch.includes(byte));
  return (needsQuotes ? NEEDS_QUOTES : 0) | (isAscii(stretch) ? 0 : IS_BEYOND_ASCII);
}

/** Line ends in bytes that follow the byte `before`; an LF behind a CR is counted with it. */
function countLineEnds(stretch: Buffer, before: number | undefined): number {
  let count = 0;
  for (let at = stretch.indexOf(LF); at !== -1; at = stretch.indexOf(LF, at + 1)) {
    if ((at === 0 ? before : stretch[at - 1]) !== CR) count++;
  }
  for (let at = stretch.indexOf(CR); at !== -1; at = stretch.indexOf(CR, at + 1)) count++;
  return count;
}

/** A quote that never closes: what follows it is the value, unchanged. */
function endOpenField(scan: ByteScan, bits: number): boolean {
  const { bytes, values, position } = scan;
  const length = scan.length + bytes.copy(values, scan.length, position + 1);
  endField(scan, { at: bytes.length, length, bits });
  scan.endsInsideQuotes = true;
  scan.isAsFormatted = false;
  return true;
}

function endField(scan: ByteScan, field: { at: number; length: number; bits: number }): void {
  scan.position = field.at;
  scan.length = field.length;
  scan.ends[scan.width] = field.length;
  scan.bits[scan.width++] = field.bits;
}

/** Offset of the separator, or the end, that only blanks part from `from`; -1 when text does. */
function findSeparator(bytes: Buffer, from: number): number {
  let at = from;
  for (; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === COMMA || byte === LF || byte === CR) break;
    if (byte < FIRST_BEYOND_ASCII && String.fromCharCode(byte).trim() !== '') return -1;
  }
  // Some blanks, such as NBSP, are beyond ASCII.
  return bytes.toString('utf8', from, at).trim() === '' ? at : -1;
}
