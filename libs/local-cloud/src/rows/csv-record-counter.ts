const QUOTE = 0x22;
const NEWLINE = 0x0a;

/** Counts the records of a CSV file as its bytes pass. */
export interface CsvRecordCounter {
  add(chunk: Uint8Array): void;
  /** Records so far, the header included; a last line without a newline counts. */
  records(): number;
}

/**
 * Count CSV records: newlines outside quotes. A doubled quote opens and closes at once, so the
 * parity of the quotes says whether a newline belongs to a value.
 */
export function createCsvRecordCounter(): CsvRecordCounter {
  let isQuoted = false;
  let records = 0;
  let hasOpenRecord = false;
  return {
    add(chunk) {
      for (const byte of chunk) {
        if (byte === QUOTE) isQuoted = !isQuoted;
        if (byte === NEWLINE && !isQuoted) {
          records += 1;
          hasOpenRecord = false;
        } else {
          hasOpenRecord = true;
        }
      }
    },
    records: () => records + (hasOpenRecord ? 1 : 0),
  };
}
