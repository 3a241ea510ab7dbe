import type { Client } from './open-client.ts';
import type { SchemaNames } from './schema-names.ts';

/** Rows of the conflict report's data, as the database counts them. */
export interface ConflictNumbers {
  readonly visits: number;
  readonly pairs: number;
  readonly copiedPairs: number;
  /** Pairs for which at least one of the seven rules holds. */
  readonly conflictingPairs: number;
}

/** Whether the tables are there and hold pairs: what `seed` leaves behind. */
export async function isSeeded(client: Client, { conflict }: SchemaNames): Promise<boolean> {
  const [found] = await client`
    select to_regclass(${`"${conflict}".conflictvisitmaps`}) is not null as has_table`;
  if (found?.['has_table'] !== true) return false;
  const [pair] = await client`
    select exists (select from ${client(conflict)}.conflictvisitmaps) as has_rows`;
  return pair?.['has_rows'] === true;
}

/** Count visits, pairs, copied pairs and conflicting pairs. The tables must exist. */
export async function countConflicts(
  client: Client,
  { analytics, conflict }: SchemaNames,
): Promise<ConflictNumbers> {
  const [row] = await client<ConflictNumbers[]>`
    select
      (select count(*) from ${client(analytics)}.factvisitcallperformance_cr) as visits,
      (select count(*) from ${client(conflict)}.conflictvisitmaps) as pairs,
      (select count(*) from ${client(conflict)}.conflictvisitmaps_temp) as "copiedPairs",
      (select count(*) from ${client(conflict)}.conflictvisitmaps
        where 'Y' in ("SameSchTimeFlag", "SameVisitTimeFlag", "SchAndVisitTimeSameFlag",
          "SchOverAnotherSchTimeFlag", "VisitTimeOverAnotherVisitTimeFlag",
          "SchTimeOverVisitTimeFlag", "DistanceFlag")) as "conflictingPairs"`;
  return row ?? { visits: 0, pairs: 0, copiedPairs: 0, conflictingPairs: 0 };
}
