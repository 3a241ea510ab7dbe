import type { SampleTable } from '../src/sample-table.ts';

/** A row by column name. */
export type TableRow = Readonly<Record<string, string | null>>;

/** The rows of one table of a data set, by column name. */
export function* rowsOf(tables: readonly SampleTable[], name: string): Generator<TableRow> {
  const table = tables.find((candidate) => candidate.table === name);
  if (!table) throw new Error(`no table "${name}"`);
  for (const row of table.rows()) {
    yield Object.fromEntries(table.columns.map((column, index) => [column, row[index] ?? null]));
  }
}

/** The rows of a dimension by their id. */
export function rowsById(
  tables: readonly SampleTable[],
  name: string,
  id: string,
): Map<string, TableRow> {
  return new Map([...rowsOf(tables, name)].map((row) => [row[id] ?? '', row]));
}
