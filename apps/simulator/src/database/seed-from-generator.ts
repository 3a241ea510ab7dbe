import { copyRows, type PostgresConnection } from '@pipelines/local-cloud';
import { generateConflictReportTables } from '@pipelines/sample-data';
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

export interface SeedOptions {
  readonly connection: PostgresConnection;
  readonly schemas: SchemaNames;
  readonly signal: AbortSignal;
  /** Called as each table is complete. */
  readonly onTable?: (count: TableCount) => void;
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
  { connection, schemas, signal, onTable }: SeedOptions,
): Promise<readonly TableCount[]> {
  return replaceTables(connection, schemas, async (loading) => {
    const counts: TableCount[] = [];
    for (const sample of generateConflictReportTables(source)) {
      const { schema, table, columns } = sample;
      const target = { schema: loading[schema], table };
      const rows = await copyRows(connection, target, columns, sample.rows(), { signal });
      const count = { table: `${schema}.${table}`, rows };
      counts.push(count);
      onTable?.(count);
    }
    return counts;
  });
}
