import type { Database } from '@pipelines/sql-tasks';

/** A stored pair, as far as the status task looks at it; what is left out is as in a usual pair. */
export interface StoredPair {
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
export interface StoredConflict {
  readonly id: number;
  readonly status: string | null;
  readonly noResponse?: string;
  readonly resolveDate?: string;
  readonly resolvedBy?: string;
  readonly flag?: string;
}

export const IN_WINDOW = '2025-01-21';

export async function storePair(database: Database, pair: StoredPair): Promise<void> {
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

export async function storeConflict(database: Database, conflict: StoredConflict): Promise<void> {
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
export function readConflicts(database: Database): Promise<readonly unknown[]> {
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
