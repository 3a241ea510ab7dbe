import type { Json, JsonObject } from '@pipelines/core';
import { createCsvRows } from './csv-rows.ts';
import { ItemReaderError } from './item-reader-error.ts';
import { javaMapOrder } from './java-map-order.ts';

const DELIMITERS: Readonly<Record<string, string>> = {
  COMMA: ',',
  PIPE: '|',
  SEMICOLON: ';',
  SPACE: ' ',
  TAB: '\t',
};

/**
 * The rows of a CSV text as objects, by the names of its header.
 *
 * A row that is too short has empty texts at its end; what a row has too many of is dropped.
 *
 * @param config - ReaderConfig: CSVHeaderLocation, CSVHeaders, CSVDelimiter
 * @throws {ItemReaderError} when a name stands twice in the header
 * Source: Step Functions developer guide, "ReaderConfig field", and recorded executions
 */
export async function* csvItems(
  text: AsyncIterable<string>,
  config: JsonObject,
): AsyncGenerator<Json> {
  const rows = createCsvRows(DELIMITERS[textOf(config.CSVDelimiter)] ?? ',');
  let header = config.CSVHeaderLocation === 'GIVEN' ? columnsOf(givenNames(config)) : undefined;
  for await (const piece of text) {
    for (const row of rows.push(piece)) {
      if (header) yield itemOf(row, header);
      else header = columnsOf(row);
    }
  }
  for (const row of rows.end()) {
    if (header) yield itemOf(row, header);
  }
}

function givenNames({ CSVHeaders: names }: JsonObject): readonly string[] {
  return Array.isArray(names) ? names.map(textOf) : [];
}

/** A field of the items, and where it stands in a row. */
interface Column {
  readonly name: string;
  readonly position: number;
}

function columnsOf(names: readonly string[]): readonly Column[] {
  if (new Set(names).size < names.length) {
    throw new ItemReaderError('CSV headers cannot contain duplicates.');
  }
  return javaMapOrder(names).map((name) => ({ name, position: names.indexOf(name) }));
}

function itemOf(row: readonly string[], columns: readonly Column[]): Json {
  return Object.fromEntries(columns.map(({ name, position }) => [name, row[position] ?? '']));
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
