import Papa from 'papaparse';

/** One record as it was cut out of a text. */
interface ParsedRecord {
  readonly fields: readonly string[];
  /** Offset of its first character. */
  readonly start: number;
  /** Offset behind its record end. */
  readonly end: number;
}

/** What was found in a text that starts where a record starts. */
interface ParsedText {
  readonly records: readonly ParsedRecord[];
  /** Offset behind the last whole record; what follows comes again, with more text behind it. */
  readonly consumed: number;
  /** The last record is as long as the text because its quote never closes. */
  readonly endsInsideQuotes: boolean;
}

/**
 * One field with the blanks behind it, from where a field starts. A quoted one ends at a quote that
 * is not doubled and that only blanks part from a separator or from the end of the text.
 */
const QUOTED = /"[^"]*(?:""[^"]*|"(?![^\S\r\n]*(?:[,\r\n]|$)|")[^"]*)*"[^\S\r\n]*(?=[,\r\n]|$)/y;
const PLAIN = /[^,\r\n]*/y;

const parserConfig = { delimiter: ',', newline: '\n', quoteChar: '"', fastMode: false } as const;

/**
 * Cut a text into records with papaparse, by the rules of `readCsvRecords`.
 *
 * papaparse knows one record end for a whole file, so records are cut first and reach it with LF
 * between them. It is driven text by text: its own stream mode corrupts UTF-8 that is split across
 * chunks (PapaParse#751, #908) and ignores back-pressure (#1132).
 *
 * @param isLast - nothing follows the text; else a record that more text could change is left over
 */
export function parseWithPapa(text: string, isLast: boolean): ParsedText {
  const { spans, consumed, endsInsideQuotes } = splitRecords(text, isLast);
  // A last LF keeps papaparse from reading blanks behind a closing quote at the very end as data.
  const closing = endsInsideQuotes || spans.length === 0 ? '' : '\n';
  const unified = spans.map(({ start, stop }) => text.slice(start, stop)).join('\n') + closing;
  const parsed = new Papa.Parser(parserConfig).parse(unified, 0, false) as {
    readonly data: readonly (readonly string[])[];
  };
  const records = spans.map(({ start, end }, index) => ({
    fields: parsed.data[index] ?? [''],
    start,
    end,
  }));
  return { records, consumed, endsInsideQuotes };
}

interface Span {
  readonly start: number;
  /** Offset of its record end. */
  readonly stop: number;
  /** Offset behind its record end. */
  readonly end: number;
}

function splitRecords(text: string, isLast: boolean) {
  const spans: Span[] = [];
  let start = 0;
  while (start < text.length) {
    const stop = findRecordEnd(text, start);
    if (stop === undefined) {
      if (!isLast) break;
      spans.push({ start, stop: text.length, end: text.length });
      return { spans, consumed: text.length, endsInsideQuotes: true };
    }
    // More text may go on with the record, or with the CRLF that ends it.
    if (!isLast && /^\r?$/.test(text.slice(stop, stop + 2))) break;
    const end = stop + (text.startsWith('\r\n', stop) ? 2 : stop < text.length ? 1 : 0);
    spans.push({ start, stop, end });
    start = end;
  }
  return { spans, consumed: start, endsInsideQuotes: false };
}

/** Offset of the first record end that is not quoted, or of the end; undefined inside quotes. */
function findRecordEnd(text: string, start: number): number | undefined {
  let at = start;
  for (;;) {
    const field = text[at] === '"' ? QUOTED : PLAIN;
    field.lastIndex = at;
    if (!field.test(text)) return undefined;
    at = field.lastIndex;
    if (text[at] !== ',') return at;
    at++;
  }
}
