import type { Database } from '@pipelines/sql-tasks';
import type { Ports } from '../src/ports.ts';

type Result = { rows?: Record<string, unknown>[]; rowCount?: number } | undefined;

/** How a fake database answers a statement; undefined is its default: nothing found, nothing changed. */
export type Answer = (text: string, values: readonly (string | null)[]) => Result | Promise<Result>;

export interface FakeDatabase {
  readonly connect: Ports['connect'];
  /** How often a connection was opened and closed. */
  readonly opened: () => number;
  readonly closed: () => number;
  /** Texts of all statements, in order. */
  readonly statements: readonly string[];
}

/** A PostgreSQL driver that remembers statements and answers as told. */
export function createFakeDatabase(answer: Answer = () => undefined): FakeDatabase {
  const statements: string[] = [];
  let opened = 0;
  let closed = 0;
  const database: Database = {
    async query(text, values = []) {
      statements.push(text);
      const { rows = [], rowCount = rows.length } =
        (await answer(text, values)) ?? lockGranted(text) ?? {};
      return { rows, rowCount };
    },
    async close() {
      closed += 1;
    },
  };
  return {
    connect: async () => {
      opened += 1;
      return database;
    },
    opened: () => opened,
    closed: () => closed,
    statements,
  };
}

/** No other run is active, unless a test says so. */
function lockGranted(text: string): Result {
  return text.includes('pg_try_advisory_xact_lock') ? { rows: [{ is_ours: true }] } : undefined;
}
