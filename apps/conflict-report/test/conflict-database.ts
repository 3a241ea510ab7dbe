import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PostgresConnection } from '@pipelines/local-cloud';
import { connectDatabase, type Database, parseSqlTask, runSqlTask } from '@pipelines/sql-tasks';
import { repositoryRoot } from './fake-ports.ts';

const identifiers = { conflict_schema: 'conflict', analytics_schema: 'analytics' };

/** An SSN of a range that was never issued. */
export const CANARY_SSN = '666-12-3456';

/** Two visits of one caregiver at two providers at the same hours, mapped both ways: one conflict. */
const ONE_CONFLICT = [
  `insert into conflict.settings ("ID", "ExtraDistancePer", "InProgressFlag") values (1, 1.20, 0)`,
  `insert into analytics.dimprovider ("Provider Id", "Provider Name", "Is Active", "Is Demo")
   values ('PRV-01', 'First', true, false), ('PRV-02', 'Second', true, false)`,
  `insert into analytics.dimcaregiver ("Caregiver Id", "SSN")
   values ('CG-1', '${CANARY_SSN}'), ('CG-2', '${CANARY_SSN}')`,
  `insert into analytics.factvisitcallperformance_cr
     ("Visit Id", "Caregiver Id", "Provider Id", "Visit Date", "Scheduled Start Time", "Scheduled End Time")
   values
     ('V-1', 'CG-1', 'PRV-01', '2025-01-21', '2025-01-21 09:00Z', '2025-01-21 13:00Z'),
     ('V-2', 'CG-2', 'PRV-02', '2025-01-21', '2025-01-21 09:00Z', '2025-01-21 13:00Z')`,
  `insert into conflict.conflicts ("CONFLICTID", "StatusFlag") values (1, 'U'), (2, 'U')`,
  `insert into conflict.conflictvisitmaps
     ("ID", "CONFLICTID", "SSN", "VisitID", "ConVisitID", "VisitDate", "StatusFlag",
      "SameSchTimeFlag", "SameVisitTimeFlag", "SchAndVisitTimeSameFlag", "SchOverAnotherSchTimeFlag",
      "VisitTimeOverAnotherVisitTimeFlag", "SchTimeOverVisitTimeFlag", "DistanceFlag")
   values
     (1, 1, '${CANARY_SSN}', 'V-1', 'V-2', '2025-01-21', 'U', 'N', 'N', 'N', 'N', 'N', 'N', 'N'),
     (2, 2, '${CANARY_SSN}', 'V-2', 'V-1', '2025-01-21', 'U', 'N', 'N', 'N', 'N', 'N', 'N', 'N')`,
];

/** A connection as the database's owner, for a test to look and to interfere. */
export function connectAsOwner(connection: PostgresConnection): Promise<Database> {
  return connectDatabase({
    ...connection,
    tls: 'off',
    connectTimeoutSeconds: 10,
    applicationName: 'test',
  });
}

/** Make all tables of the conflict report in an empty database, and one conflict in them. */
export async function createOneConflict(owner: Database): Promise<void> {
  for (const folder of ['schema', 'views', 'indexes']) {
    const path = join(repositoryRoot, 'sql/conflict-report', folder);
    for (const name of (await readdir(path)).sort()) {
      const task = parseSqlTask(await readFile(join(path, name), 'utf8'), name);
      await runSqlTask(task, {
        database: owner,
        identifiers,
        values: {},
        statementTimeoutMs: 60_000,
      });
    }
  }
  for (const statement of ONE_CONFLICT) await owner.query(statement);
}

/** What the tasks write, as it is now. */
export async function readState(owner: Database): Promise<unknown> {
  const { rows } = await owner.query(`select
    (select json_agg(m order by m."ID") from conflict.conflictvisitmaps as m) as maps,
    (select json_agg(t order by t."ID") from conflict.conflictvisitmaps_temp as t) as temp,
    (select count(*) from conflict.payer_provider_reminders) as reminders`);
  return rows[0];
}

export async function readSettingsRow(owner: Database): Promise<unknown> {
  const { rows } = await owner.query(
    `select "InProgressFlag"::int as flag, "LastLoadDate"::text as loaded from conflict.settings`,
  );
  return rows[0];
}
