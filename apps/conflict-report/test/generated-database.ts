import { copyRows } from '@pipelines/local-cloud';
import { generateConflictReportTables, type VisitShape } from '@pipelines/sample-data';
import type { TestPostgres } from '@pipelines/testing';
import { AS_OF, createEmptyDatabase, type GoldenDatabase, runTask } from './golden-database.ts';

/** A database with a generated set in it, of the golden sets' clock. */
export async function createGeneratedDatabase(
  postgres: TestPostgres,
  options: { readonly seed: number; readonly visits: number; readonly shape?: VisitShape },
): Promise<GoldenDatabase> {
  const generated = await createEmptyDatabase(postgres);
  const tables = generateConflictReportTables({ shape: 'sparse', asOf: AS_OF, ...options });
  for (const { schema, table, columns, rows } of tables) {
    await copyRows(generated.connection, { schema, table }, columns, rows());
  }
  await runTask(generated.database, 'after_load');
  return generated;
}
