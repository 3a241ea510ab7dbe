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
}

/** A PostgreSQL driver that answers as told and counts its connections. */
export function createFakeDatabase(answer: Answer = () => undefined): FakeDatabase {
  let opened = 0;
  let closed = 0;
  const database: Database = {
    async query(text, values = []) {
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
  };
}

/** No other run is active, unless a test says so. */
function lockGranted(text: string): Result {
  return text.includes('pg_try_advisory_xact_lock') ? { rows: [{ is_ours: true }] } : undefined;
}
