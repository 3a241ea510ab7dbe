/** One record as it was cut out of a text. */
export interface ParsedRecord {
  readonly fields: readonly string[];
  /** Offset of its first character. */
  readonly start: number;
  /** Offset behind its record end. */
  readonly end: number;
}

/** What a parser found in a text that starts where a record starts. */
export interface ParsedText {
  readonly records: readonly ParsedRecord[];
  /** Offset behind the last whole record; what follows comes again, with more text behind it. */
  readonly consumed: number;
  /** The last record is as long as the text because its quote never closes. */
  readonly endsInsideQuotes: boolean;
}

/**
 * Cuts a text into records by RFC 4180, with these answers where the RFC has none.
 *
 * - CR, LF and CRLF end a record, mixed in any way; inside quotes they are data.
 * - A quote opens a field only as its first character; elsewhere it is data.
 * - Blanks between a closing quote and the next separator are dropped; a quote that something else
 *   follows is data. A quote that never closes makes the rest of the text the field, unchanged.
 *
 * @param isLast - nothing follows the text; else a record that more text could change is left over
 */
export type CsvParser = (text: string, isLast: boolean) => ParsedText;
