import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import type { Database } from '@pipelines/sql-tasks';
import { startTestPostgres, type TestPostgres } from '@pipelines/testing';
import { createEmptyDatabase, runTask } from './golden-database.ts';

/** The moment of the run, as the tables show it. */
export const NOW = '2025-01-20 14:30:00';
const IN_WINDOW = '2025-01-21';

/** A stored pair, as far as the status task looks at it; what is left out is as in a usual pair. */
interface StoredPair {
  readonly id: number;
  /** Default 1. */
  readonly conflict?: number | null;
  readonly status: string | null;
  /** TASK_02 has left its mark. */
  readonly isMarked?: boolean;
  readonly isMissed?: boolean;
  readonly isOtherMissed?: boolean;
  readonly date?: string | null;
  /** Name of an in-service or PTO date that is set. */
  readonly event?: string;
  readonly noResponse?: string;
  readonly contact?: string;
  readonly resolvedBy?: string;
}

/** A conflict, as far as the status task looks at it. */
interface StoredConflict {
  readonly id: number;
  readonly status: string | null;
  readonly noResponse?: string;
  readonly resolveDate?: string;
  readonly resolvedBy?: string;
  readonly flag?: string;
}

/** Pairs and conflicts in a database that is new for each test. */
export interface StatusDatabase {
  readonly database: Database;
  readonly store: (
    conflicts: readonly StoredConflict[],
    pairs: readonly StoredPair[],
  ) => Promise<void>;
  /** Rows that the status task wrote; its work tables are not counted. */
  readonly update: () => Promise<number>;
  /** What is stored after the status task, and that a second run writes nothing. */
  readonly runTwice: () => Promise<{ pairs: readonly unknown[]; conflicts: readonly unknown[] }>;
}

/** Start a server for this test file, and a database for each of its tests. */
export function useStatusDatabase(): StatusDatabase {
  let postgres: TestPostgres;
  let database: Database;
  beforeAll(async () => {
    postgres = await startTestPostgres();
  });
  afterAll(() => postgres.stop());
  beforeEach(async () => {
    ({ database } = await createEmptyDatabase(postgres));
  });
  afterEach(() => database.close());

  return {
    get database() {
      return database;
    },
    async store(conflicts, pairs) {
      for (const conflict of conflicts) await storeConflict(database, conflict);
      for (const pair of pairs) await storePair(database, pair);
    },
    update: () => updateStatuses(database),
    async runTwice() {
      await updateStatuses(database);
      const pairs = await readPairs(database);
      const conflicts = await readConflicts(database);
      expect(await updateStatuses(database)).toBe(0);
      expect([await readPairs(database), await readConflicts(database)]).toEqual([
        pairs,
        conflicts,
      ]);
      return { pairs, conflicts };
    },
  };
}

async function updateStatuses(database: Database): Promise<number> {
  const rows = await runTask(database, 'update_statuses');
  return Object.entries(rows)
    .filter(([step]) => /^(resolve|reopen|flag|restore)-/.test(step))
    .reduce((sum, [, count]) => sum + count, 0);
}

async function storePair(database: Database, pair: StoredPair): Promise<void> {
  const { conflict = 1, date = IN_WINDOW } = pair;
  await database.query(
    `insert into conflict.conflictvisitmaps
       ("ID", "CONFLICTID", "StatusFlag", "UpdateFlag", "IsMissed", "ConIsMissed", "VisitDate",
        "ConNoResponseFlag", "AgencyContact", "ResolvedBy", "ProviderName")
     values ($1::int, $2::int, $3, $4::int, $5::boolean, $6::boolean, $7::date, $8, $9, $10, 'First')`,
    [
      String(pair.id),
      conflict === null ? null : String(conflict),
      pair.status,
      pair.isMarked ? '1' : null,
      String(pair.isMissed ?? false),
      String(pair.isOtherMissed ?? false),
      date,
      pair.noResponse ?? null,
      pair.contact ?? null,
      pair.resolvedBy ?? null,
    ],
  );
  if (pair.event === undefined) return;
  await database.query(
    `update conflict.conflictvisitmaps set "${pair.event}" = '2025-01-21 09:00' where "ID" = $1::int`,
    [String(pair.id)],
  );
}

async function storeConflict(database: Database, conflict: StoredConflict): Promise<void> {
  await database.query(
    `insert into conflict.conflicts
       ("CONFLICTID", "StatusFlag", "NoResponseFlag", "ResolveDate", "ResolvedBy", "UpdatedRFlag")
     values ($1::int, $2, $3, $4::timestamp, $5, $6)`,
    [
      String(conflict.id),
      conflict.status,
      conflict.noResponse ?? null,
      conflict.resolveDate ?? null,
      conflict.resolvedBy ?? null,
      conflict.flag ?? null,
    ],
  );
}

/** Every pair as `id status mark date by`, in order of id; `-` is null. */
export function readPairs(database: Database): Promise<readonly unknown[]> {
  return readLines(
    database,
    `select concat_ws(' ', "ID", coalesce("StatusFlag", '-'), coalesce("UpdateFlag"::text, '-'),
        coalesce("ResolveDate"::text, '-'), coalesce("ResolvedBy", '-')) as line
     from conflict.conflictvisitmaps order by "ID"`,
  );
}

/** Every conflict as `id status flag date by`, in order of id; `-` is null. */
function readConflicts(database: Database): Promise<readonly unknown[]> {
  return readLines(
    database,
    `select concat_ws(' ', "CONFLICTID", coalesce("StatusFlag", '-'), coalesce("UpdatedRFlag", '-'),
        coalesce("ResolveDate"::text, '-'), coalesce("ResolvedBy", '-')) as line
     from conflict.conflicts order by "CONFLICTID"`,
  );
}

async function readLines(database: Database, text: string): Promise<readonly unknown[]> {
  return (await database.query(text)).rows.map(({ line }) => line);
}
