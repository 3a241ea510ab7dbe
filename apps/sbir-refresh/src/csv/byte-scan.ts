/** What a value holds, as bits. */
export const NEEDS_QUOTES = 1;
export const HAS_QUOTE = 2;
export const IS_BEYOND_ASCII = 4;

const LF = 10;
const CR = 13;
const QUOTE = 34;
const COMMA = 44;

/** Bytes being cut into records, and the record that was cut last. */
export interface ByteScan {
  /** UTF-8, from the start of a record. */
  bytes: Buffer;
  /** Memory that `bytes` is the beginning of. */
  room: Buffer;
  /** Nothing follows the bytes; else a record that more bytes could change is left over. */
  isLast: boolean;
  /** Offset behind the record; of the next one to scan. */
  position: number;
  /** Offset of the record's first byte. */
  start: number;
  /** The values with U+001F between them; has room for all of `bytes`. */
  values: Buffer;
  /** How much of `values` is used. */
  length: number;
  /** Fields of the record. */
  width: number;
  /** Offset in `values` behind each value, and the bits of each. */
  readonly ends: number[];
  readonly bits: number[];
  /** Line ends in the record, its own included; CR, LF and CRLF count as one. */
  lineEnds: number;
  endsInsideQuotes: boolean;
  /** But for its end, the record stands there byte for byte as `formatCsvRecord` writes it. */
  isAsFormatted: boolean;
  /** Offset behind the last field. */
  stop: number;
  /** Where the record is formatted. */
  record: Buffer;
}

/** A scan of nothing; give it `bytes`, a `position` and room in `values`. */
export function createByteScan(): ByteScan {
  return {
    ...{ bytes: Buffer.alloc(0), isLast: false, position: 0, start: 0 },
    ...{ values: Buffer.alloc(0), length: 0, width: 0, ends: [], bits: [] },
    ...{ lineEnds: 0, endsInsideQuotes: false, isAsFormatted: true, stop: 0 },
    ...{ room: Buffer.alloc(0), record: Buffer.alloc(0) },
  };
}

/** The values as texts of their own. */
export function fieldsOfScan({ values, length, width, ends, bits }: ByteScan): readonly string[] {
  const fields = new Array<string>(width);
  const text = values.toString('latin1', 0, length);
  let start = 0;
  for (let index = 0; index < width; index++) {
    const end = ends[index] ?? start;
    const isAscii = ((bits[index] ?? 0) & IS_BEYOND_ASCII) === 0;
    fields[index] = isAscii ? text.slice(start, end) : values.toString('utf8', start, end);
    start = end + 1;
  }
  return fields;
}

/** The record as `formatCsvRecord` writes it, in UTF-8; good until the next one is formatted. */
export function formatScan(scan: ByteScan): Uint8Array {
  const room = 2 * scan.length + 3 * scan.width + 2;
  if (scan.record.length < room) scan.record = Buffer.allocUnsafe(2 * room);
  const { bytes, start, stop, record } = scan;
  let length = scan.isAsFormatted ? bytes.copy(record, 0, start, stop) : formatFields(scan);
  record[length++] = CR;
  record[length++] = LF;
  return record.subarray(0, length);
}

/** @returns the length of the record without its end */
function formatFields({ values, width, ends, bits, record }: ByteScan): number {
  let length = 0;
  let from = 0;
  for (let index = 0; index < width; index++) {
    const needsQuotes = ((bits[index] ?? 0) & NEEDS_QUOTES) !== 0;
    if (index > 0) record[length++] = COMMA;
    if (needsQuotes) record[length++] = QUOTE;
    for (const end = ends[index] ?? from; from < end; from++) {
      const byte = values[from] ?? 0;
      if (byte === QUOTE) record[length++] = QUOTE;
      record[length++] = byte;
    }
    if (needsQuotes) record[length++] = QUOTE;
    from++;
  }
  return length;
}
