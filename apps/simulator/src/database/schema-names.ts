import { assertSchemaName } from '@pipelines/sql-tasks';
import type { Environment } from '../cli/load-environment.ts';

/** The two schemas of the conflict report by their names in the documents and in CSV files. */
export const logicalSchemas = ['analytics', 'conflict'] as const;
export type LogicalSchema = (typeof logicalSchemas)[number];

/** The name that each schema has in the database. */
export type SchemaNames = Readonly<Record<LogicalSchema, string>>;

/**
 * Names of the schemas as the Lambda sees them: POSTGRES_ANALYTICS_SCHEMA and
 * POSTGRES_CONFLICT_SCHEMA, by default `analytics` and `conflict`.
 *
 * @throws {InvalidIdentifierError} for a name that is not `^[a-z_][a-z0-9_]{0,62}$`
 */
export function schemaNamesOf(env: Environment): SchemaNames {
  const analytics = env['POSTGRES_ANALYTICS_SCHEMA'] ?? 'analytics';
  const conflict = env['POSTGRES_CONFLICT_SCHEMA'] ?? 'conflict';
  assertSchemaName(analytics, 'POSTGRES_ANALYTICS_SCHEMA');
  assertSchemaName(conflict, 'POSTGRES_CONFLICT_SCHEMA');
  return { analytics, conflict };
}
