import { MalformedCsvError } from '../errors/malformed-csv-error.ts';
import type { Utf8Facts } from './clean-utf8.ts';
import { decodeUtf8 } from './decode-utf8.ts';
import { createLineCounter } from './line-counter.ts';
import { parseWithPapa } from './parse-with-papa.ts';

/** The longest abstract has some kilobytes; a record of 16 Mi characters is a quote left open. */
export const MAX_RECORD_SIZE = 16 * 1024 * 1024;

/** One record of a CSV file. */
export interface CsvRecord {
  readonly fields: readonly string[];
  /** 0 is the header; the first row is 1. */
  readonly number: number;
  /** Physical line of its first character, from 1; CR, LF and CRLF end a line, quoted or not. */
  readonly line: number;
}

/** What was seen of a file so far; final when its records are read to the end. */
export interface CsvFacts extends Readonly<Utf8Facts> {
  /** Physical lines of the records read. */
  readonly lineCount: number;
  /** Records of one empty field: lines without anything on them. They are skipped. */
  readonly emptyLines: number;
  /** The last record's quote never closes: the file was cut short, or it is malformed. */
  readonly endsInsideQuotes: boolean;
}

/** The port of a reader: `readCsvRecords`, and the faster `scanCsvRecords`. */
export type CsvReader = (source: AsyncIterable<Uint8Array>) => CsvRecords;

/** Records to iterate once, and what was seen on the way. */
export interface CsvRecords extends AsyncIterable<CsvRecord> {
  facts(): CsvFacts;
}

/**
 * Read a CSV file record by record with papaparse, in constant memory; the next chunk is asked for
 * when the records of the last one are used.
 *
 * By RFC 4180, with these answers where the RFC has none:
 *
 * - CR, LF and CRLF end a record, mixed in any way; inside quotes they are data.
 * - A quote opens a field only as its first character; elsewhere it is data.
 * - Blanks between a closing quote and the next separator are dropped; a quote that something else
 *   follows is data. A quote that never closes makes the rest of the text the field, unchanged.
 *
 * @param source - the bytes, in chunks of any size
 * @throws {MalformedCsvError} while iterating, on a record of more than 16 Mi characters
 */
export function readCsvRecords(source: AsyncIterable<Uint8Array>): CsvRecords {
  const facts = { invalidUtf8: 0, lineCount: 0, emptyLines: 0, endsInsideQuotes: false };
  return {
    facts: () => ({ ...facts }),
    async *[Symbol.asyncIterator]() {
      const cut = createCutter(facts);
      for await (const text of decodeUtf8(source, facts)) {
        for (const record of cut(text, false)) yield record;
      }
      for (const record of cut('', true)) yield record;
    },
  };
}

type MutableFacts = { -readonly [Key in keyof CsvFacts]: CsvFacts[Key] };

/** Turns each text into the records that it completes; what is left waits for the next text. */
function createCutter(facts: MutableFacts) {
  const lines = createLineCounter();
  let rest = '';
  let number = 0;
  return (added: string, isLast: boolean): readonly CsvRecord[] => {
    const text = rest + added;
    const { records, consumed, endsInsideQuotes } = parseWithPapa(text, isLast);
    const found: CsvRecord[] = [];
    lines.open(text);
    for (const { fields, start, end } of records) {
      const line = lines.lineAt(start);
      if (fields.length === 1 && fields[0] === '') facts.emptyLines++;
      else found.push({ fields, number: number++, line });
      const isLineEnded = text[end - 1] === '\n' || text[end - 1] === '\r';
      facts.lineCount = lines.lineAt(end) - (isLineEnded && !endsInsideQuotes ? 1 : 0);
    }
    lines.close(consumed);
    rest = text.slice(consumed);
    facts.endsInsideQuotes = endsInsideQuotes;
    if (rest.length > MAX_RECORD_SIZE) throw openRecordError(lines.lineAt(0), 'characters');
    return found;
  };
}

/** A record of more than {@link MAX_RECORD_SIZE}, which begins on `line`, from 1. */
export function openRecordError(line: number, unit: 'characters' | 'bytes'): MalformedCsvError {
  return new MalformedCsvError(
    `The record on line ${line} has more than ${MAX_RECORD_SIZE} ${unit}: its quote never closes`,
  );
}
