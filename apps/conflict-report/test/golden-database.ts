import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { copyCsvIn, type PostgresConnection } from '@pipelines/local-cloud';
import {
  connectDatabase,
  type Database,
  parseSqlTask,
  runSqlTask,
  type SqlTask,
} from '@pipelines/sql-tasks';
import type { TestPostgres } from '@pipelines/testing';

const GOLDEN = join(import.meta.dirname, 'golden');
const SQL = join(import.meta.dirname, '../../../sql/conflict-report');
const TASK_TIMEOUT_MS = 60_000;

/** The clock at which the golden tables were made. */
export const AS_OF = '2025-01-20T14:30:00Z';

export const bindings = {
  identifiers: { conflict_schema: 'conflict', analytics_schema: 'analytics' },
  values: { as_of: AS_OF },
};

/** A database with a golden set's inputs in it. */
export interface GoldenDatabase {
  readonly connection: PostgresConnection;
  readonly database: Database;
}

/** Path of a file of the golden sets. */
export function goldenPath(...parts: readonly string[]): string {
  return join(GOLDEN, ...parts);
}

/** Path of a file under sql/conflict-report. */
export function sqlPath(...parts: readonly string[]): string {
  return join(SQL, ...parts);
}

/** Paths of all files that make the schema, in the order in which they apply. */
export async function listSchemaFiles(): Promise<readonly string[]> {
  const folders = ['schema', 'views', 'indexes'].map(async (folder) =>
    (await readdir(sqlPath(folder))).sort().map((name) => sqlPath(folder, name)),
  );
  return (await Promise.all(folders)).flat();
}

/** Parse a file of sql/conflict-report/tasks, named without its extension. */
export async function readTask(name: string): Promise<SqlTask> {
  return parseSqlTask(await readFile(sqlPath('tasks', `${name}.sql`), 'utf8'), `${name}.sql`);
}

/** The files of TASK_03, which are one transaction. */
export const TASK_03_FILES = [
  'task_03_list_pairs',
  'task_02_update_conflicts',
  'task_03_insert_conflicts',
];

/** Parse the files of TASK_03 as the one task that they are. */
export async function readTask03(): Promise<SqlTask> {
  const tasks = await Promise.all(TASK_03_FILES.map(readTask));
  return { file: 'task_03_list_pairs.sql', steps: tasks.flatMap(({ steps }) => steps) };
}

/** Run a parsed task, or one named without its extension; rows by step. */
export async function runTask(
  database: Database,
  task: string | SqlTask,
  asOf = AS_OF,
): Promise<Readonly<Record<string, number>>> {
  const parsed = typeof task === 'string' ? await readTask(task) : task;
  const { rowsByStep } = await runSqlTask(parsed, {
    identifiers: bindings.identifiers,
    values: { as_of: asOf },
    database,
    statementTimeoutMs: TASK_TIMEOUT_MS,
  });
  return rowsByStep;
}

export function connectTo(connection: PostgresConnection): Promise<Database> {
  return connectDatabase({
    ...connection,
    tls: 'off',
    connectTimeoutSeconds: 10,
    applicationName: 'golden-test',
  });
}

/** Make the tables in a new database, without rows. */
export async function createEmptyDatabase(postgres: TestPostgres): Promise<GoldenDatabase> {
  const connection = await postgres.createDatabase();
  const database = await connectTo(connection);
  for (const path of await listSchemaFiles()) {
    await runTask(database, parseSqlTask(await readFile(path, 'utf8'), basename(path)));
  }
  return { connection, database };
}

/** Make the tables in a new database and load a set's inputs. */
export async function createGoldenDatabase(
  postgres: TestPostgres,
  set: 'A' | 'C_quirks',
): Promise<GoldenDatabase> {
  const golden = await createEmptyDatabase(postgres);
  for (const file of await readdir(goldenPath(set, 'input'))) {
    const [schema = '', table = ''] = file.split('.');
    await copyCsvIn(golden.connection, { schema, table }, goldenPath(set, 'input', file));
  }
  await runTask(golden.database, 'after_load');
  return golden;
}

/** Which values of a table are compared with which file. */
export interface Comparison {
  readonly table: string;
  /** Relative to the golden folder. */
  readonly file: string;
  /** Columns that tell the rows apart. */
  readonly key: readonly string[];
  readonly ignoredColumns?: readonly string[];
}

/**
 * Every value of a table of the conflict schema that is not as in a golden file.
 *
 * PostgreSQL compares: numerics by value, null apart from the empty text. A missing or surplus row
 * differs in all its columns.
 *
 * @returns place (key and column), expected and actual value of each difference, as JSON
 */
export async function listDifferences(
  { connection, database }: GoldenDatabase,
  { table, file, key, ignoredColumns = [] }: Comparison,
): Promise<readonly string[]> {
  await database.query('drop schema if exists golden cascade');
  await database.query('create schema golden');
  await database.query(`create table golden.expected (like conflict.${table})`);
  await copyCsvIn(connection, { schema: 'golden', table: 'expected' }, goldenPath(file));
  const keyColumns = key.map((column) => `"${column}"`).join(', ');
  const { rows } = await database.query(
    `select concat_ws(' ', ${keyColumns}, cell.key) as place, cell.expected, cell.actual
     from golden.expected as expected
     full join conflict.${table} as actual using (${keyColumns})
     cross join lateral (
       select key, e.value as expected, a.value as actual
       from jsonb_each(coalesce(to_jsonb(expected), '{}')) as e
       full join jsonb_each(coalesce(to_jsonb(actual), '{}')) as a using (key)
     ) as cell
     where cell.expected is distinct from cell.actual and cell.key <> all ($1::text[])
     order by 1`,
    [`{${ignoredColumns.join(',')}}`],
  );
  return rows.map((row) => JSON.stringify(row));
}
