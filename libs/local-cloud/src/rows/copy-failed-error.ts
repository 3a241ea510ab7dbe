import { PipelineError } from '@pipelines/core';
import type { TableName } from '../quote-name.ts';

/** What PostgreSQL's errors carry that is safe to repeat. */
interface DriverError {
  readonly code?: unknown;
  readonly constraint_name?: unknown;
  readonly column_name?: unknown;
}

/**
 * A COPY was refused or broken off; nothing of it was kept.
 *
 * Server messages of COPY quote the offending row (`CONTEXT: COPY t, line 7: "…"`), and a row
 * here names people: only codes and names of the schema are carried, and no `cause`.
 */
export class CopyFailedError extends PipelineError {
  static {
    CopyFailedError.prototype.name = 'CopyFailedError';
  }

  readonly table: TableName;
  /** SQLSTATE such as `23505`, a code such as `CONNECTION_CLOSED`, or `unknown`. */
  readonly code: string;
  readonly constraint: string | undefined;
  readonly column: string | undefined;

  constructor(table: TableName, error: unknown) {
    const { code, constraint_name, column_name } = (error ?? {}) as DriverError;
    const facts = {
      code: textOf(code) ?? 'unknown',
      constraint: textOf(constraint_name),
      column: textOf(column_name),
    };
    const where = facts.constraint ?? facts.column;
    super(
      `COPY of "${table.schema}"."${table.table}" failed: ${facts.code}${where ? ` at "${where}"` : ''}`,
    );
    this.table = table;
    this.code = facts.code;
    this.constraint = facts.constraint;
    this.column = facts.column;
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
