import { explainResult, type ExplainResult } from '@pipelines/contracts';
import { connectDatabase } from '@pipelines/sql-tasks';
import { createTestPorts, handlerWith } from './fake-ports.ts';
import { AS_OF, type GoldenDatabase } from './golden-database.ts';

export const FLAGS = [
  'SameSchTimeFlag',
  'SameVisitTimeFlag',
  'SchAndVisitTimeSameFlag',
  'SchOverAnotherSchTimeFlag',
  'VisitTimeOverAnotherVisitTimeFlag',
  'SchTimeOverVisitTimeFlag',
  'DistanceFlag',
] as const;

/** The Lambda that explains, and all that it has written to its log. */
export interface Explainer {
  readonly explain: (visitId: string, conVisitId: string) => Promise<ExplainResult>;
  readonly lines: readonly string[];
}

/** A Lambda on this database, as the given user. */
export function explainerOn(
  { connection }: GoldenDatabase,
  user: { readonly user: string; readonly password: string } = connection,
): Explainer {
  const { ports, lines } = createTestPorts({
    connect: connectDatabase,
    environment: {
      POSTGRES_HOST: connection.host,
      POSTGRES_PORT: String(connection.port),
      POSTGRES_DATABASE: connection.database,
      POSTGRES_USER: user.user,
      POSTGRES_PASSWORD: user.password,
      POSTGRES_TLS: 'off',
    },
  });
  const handler = handlerWith(ports);
  return {
    lines,
    async explain(visit_id, con_visit_id) {
      const answer = await handler({ action: 'explain', as_of: AS_OF, visit_id, con_visit_id });
      return explainResult.parse(answer.body);
    },
  };
}

/** A pair of the map as it is before or after TASK_02. */
export interface MapPair {
  readonly id: string;
  readonly visitId: string;
  readonly conVisitId: string;
  readonly flags: string;
  readonly isRefreshed: boolean;
}

/** All pairs by id; refreshed is what carries the run's time. */
export async function readMapPairs({ database }: GoldenDatabase): Promise<readonly MapPair[]> {
  const { rows } = await database.query(
    `select "ID"::text as id, "VisitID" as visit, "ConVisitID" as other,
       concat(${FLAGS.map((flag) => `"${flag}"`).join(', ')}) as flags,
       "UpdatedDate" is not distinct from ($1::timestamptz at time zone 'UTC') as refreshed
     from conflict.conflictvisitmaps order by "ID"`,
    [AS_OF],
  );
  return rows.map(({ id, visit, other, flags, refreshed }) => ({
    id: String(id),
    visitId: String(visit),
    conVisitId: String(other),
    flags: String(flags),
    isRefreshed: refreshed === true,
  }));
}

/** Let no flag hide what TASK_02 computes: a Y stays, whatever the rule says now. */
export async function clearFlags({ database }: GoldenDatabase): Promise<void> {
  await database.query(
    `update conflict.conflictvisitmaps
     set ${FLAGS.map((flag) => `"${flag}" = 'N'`).join(', ')}, "UpdatedDate" = null`,
  );
}
