import { copyRows, type PostgresConnection } from '@pipelines/local-cloud';
import { generateConflictReportTables, type SampleTable } from '@pipelines/sample-data';
import { replaceTables } from './replace-tables.ts';
import type { SchemaNames } from './schema-names.ts';

/** Rows of one table, counted while they were loaded or written. */
export interface TableCount {
  /** `analytics.dimoffice`: the schema's name in the documents, whatever it is in the database. */
  readonly table: string;
  readonly rows: number;
}

export interface GeneratorSeed {
  readonly visits: number;
  /** The same seed gives the same data. */
  readonly seed: number;
  /** The day around which visits are planned, ISO 8601 in UTC. */
  readonly asOf: string;
}

/** How far a load has come. */
export interface LoadProgress {
  /** `analytics.dimoffice`, or what follows the last table. */
  readonly phase: string;
  /** Sent so far, of all tables. */
  readonly rows: number;
  /** Values sent so far, of all that there will be; a row of the map has 40 times those of others. */
  readonly doneShare: number;
}

export interface SeedOptions {
  readonly connection: PostgresConnection;
  readonly schemas: SchemaNames;
  readonly signal: AbortSignal;
  /** Called as each table is complete. */
  readonly onTable?: (count: TableCount) => void;
  /** Called several times a second while rows are sent, and as each later phase begins. */
  readonly onProgress?: (progress: LoadProgress) => void;
}

/**
 * Replace the database's content by generated visits: invented people, never-issued SSNs.
 *
 * Rows stream from the generator into COPY, so memory stays the same at any number of visits.
 *
 * @returns the rows of each table, in the order of loading
 * @throws {DataLockedError} when another seed is running; errors of `copyRows`
 */
export async function seedFromGenerator(
  source: GeneratorSeed,
  { connection, schemas, signal, onTable, onProgress }: SeedOptions,
): Promise<readonly TableCount[]> {
  const tables = generateConflictReportTables(source);
  return replaceTables(connection, schemas, async (loading) => {
    const counts: TableCount[] = [];
    const meter = createMeter(tables);
    for (const sample of tables) {
      const { schema, table, columns } = sample;
      const name = `${schema}.${table}`;
      const target = { schema: loading[schema], table };
      const rows = await copyRows(connection, target, columns, sample.rows(), {
        signal,
        onProgress: (sent) => onProgress?.({ phase: name, ...meter.at(sample, sent) }),
      });
      meter.finish(sample, rows);
      counts.push({ table: name, rows });
      onTable?.({ table: name, rows });
    }
    onProgress?.({ phase: 'indexes and statistics', rows: meter.rows(), doneShare: 1 });
    return counts;
  });
}

/** Adds up what was sent of tables of different widths. */
function createMeter(tables: readonly SampleTable[]) {
  const valuesOf = ({ columns }: SampleTable, rows: number): number => columns.length * rows;
  const total = tables.reduce((sum, table) => sum + valuesOf(table, table.estimatedRows), 0);
  let doneRows = 0;
  let doneValues = 0;
  return {
    rows: () => doneRows,
    at(table: SampleTable, sent: number) {
      const values = doneValues + valuesOf(table, sent);
      return { rows: doneRows + sent, doneShare: Math.min(1, values / total) };
    },
    finish(table: SampleTable, rows: number): void {
      doneRows += rows;
      doneValues += valuesOf(table, table.estimatedRows);
    },
  };
}
