import type { Database } from '@pipelines/sql-tasks';

/** One row, every value as the server's text. */
export type Row = Readonly<Record<string, string | null>>;

/** All rows of the tables that TASK_02 reads. */
export interface Tables {
  readonly maps: readonly Row[];
  readonly settings: readonly Row[];
  readonly bands: readonly Row[];
  readonly excludedAgencies: readonly Row[];
  readonly excludedSsns: readonly Row[];
  readonly visits: readonly Row[];
  readonly caregivers: readonly Row[];
  readonly providers: readonly Row[];
  readonly offices: readonly Row[];
  readonly payers: readonly Row[];
  readonly contracts: readonly Row[];
  readonly services: readonly Row[];
  readonly users: readonly Row[];
  readonly patients: readonly Row[];
  readonly addresses: readonly Row[];
}

/** Value of a column; a column that the table does not have is a mistake of the reference. */
export function cell(row: Row, column: string): string | null {
  const value = row[column];
  if (value === undefined) throw new RangeError(`No column ${JSON.stringify(column)}`);
  return value;
}

/** Rows of a table by the id in one of its columns. */
export function indexBy(rows: readonly Row[], column: string): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [cell(row, column) ?? '', row]));
}

/** Row of an id; none for no id. */
export function find(rows: ReadonlyMap<string, Row>, id: string | null): Row | undefined {
  return id === null ? undefined : rows.get(id);
}

/** Read them all, with times in UTC. */
export async function readTables(database: Database): Promise<Tables> {
  await database.query(`set time zone 'UTC'`);
  const read = (table: string): Promise<readonly Row[]> => readRows(database, table);
  return {
    maps: await readMaps(database),
    settings: await read('conflict.settings'),
    bands: await read('conflict.mph'),
    excludedAgencies: await read('conflict.excluded_agency'),
    excludedSsns: await read('conflict.excluded_ssn'),
    visits: await read('analytics.factvisitcallperformance_cr'),
    caregivers: await read('analytics.dimcaregiver'),
    providers: await read('analytics.dimprovider'),
    offices: await read('analytics.dimoffice'),
    payers: await read('analytics.dimpayer'),
    contracts: await read('analytics.dimcontract'),
    services: await read('analytics.dimservicecode'),
    users: await read('analytics.dimuser'),
    patients: await read('analytics.dimpatient'),
    addresses: await read('analytics.dimpatientaddress'),
  };
}

/** The pairs alone, by id. */
export async function readMaps(database: Database): Promise<readonly Row[]> {
  return readRows(database, 'conflict.conflictvisitmaps order by "ID"');
}

/** The columns whose values are numbers, and not texts that look like some. */
export async function readNumericColumns(database: Database): Promise<ReadonlySet<string>> {
  const { rows } = await database.query(
    `select column_name from information_schema.columns
     where table_schema = 'conflict' and table_name = 'conflictvisitmaps' and data_type = 'numeric'`,
  );
  return new Set(rows.map((row) => String(row['column_name'])));
}

async function readRows(database: Database, from: string): Promise<readonly Row[]> {
  const { rows } = await database.query(`select * from ${from}`);
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([column, value]) => [column, textOf(value)])),
  );
}

/** A number that fits in 32 bits and a boolean come as such, all else as text. */
function textOf(value: unknown): string | null {
  return value === null ? null : typeof value === 'string' ? value : JSON.stringify(value);
}
