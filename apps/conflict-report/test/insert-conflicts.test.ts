import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Database } from '@pipelines/sql-tasks';
import { startTestPostgres, type TestPostgres } from '@pipelines/testing';
import { createGoldenDatabase, readTask03, runTask } from './golden-database.ts';
import { createVisitDatabase, insertVisits, type Visit, VISIT_SSN } from './visit-database.ts';

let postgres: TestPostgres;
let database: Database;

beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  database = await createVisitDatabase(postgres);
});
afterEach(() => database.close());

const TODAY = '2025-01-20';
const TOMORROW = '2025-01-21';
const YESTERDAY = '2025-01-19';

/** Two visits at the same place and time, unless said otherwise. */
function pairOf(common: Partial<Visit>, other: Partial<Visit> = {}): readonly Visit[] {
  const visit = { date: TOMORROW, scheduled: '09:00-13:00', gps: '40.0,-75.0', ...common };
  return [
    { ...visit, id: 'V-1', provider: 'PRV-01' },
    { ...visit, id: 'V-2', provider: 'PRV-02', ...other },
  ];
}

/** Half an hour between two visits that are 20 miles apart: rule 7 alone. */
function farPair(patient: string | undefined, otherPatient: string | undefined): readonly Visit[] {
  const one = patient === undefined ? {} : { patient };
  const other = otherPatient === undefined ? {} : { patient: otherPatient };
  return pairOf(
    { date: YESTERDAY, performed: '08:00-10:00', ...one },
    { performed: '10:30-13:00', gps: '40.241219,-75.0', ...other },
  );
}

async function runTask03(asOf?: string): Promise<number> {
  const rows = await runTask(database, await readTask03(), asOf);
  return rows['insert-conflicts'] ?? 0;
}

/** The pairs, and the names of the flags that are set. */
async function readPairs(): Promise<readonly unknown[]> {
  const { rows } = await database.query(
    `select m."VisitID" as visit, m."ConVisitID" as other,
            string_agg(flag.key, ' ' order by flag.key) as flags
     from conflict.conflictvisitmaps as m
     cross join lateral jsonb_each_text(to_jsonb(m)) as flag
     where flag.key ~ 'Flag$' and flag.value = 'Y'
     group by 1, 2 order by 1`,
  );
  return rows;
}

function bothWays(flags: string): readonly unknown[] {
  return [
    { visit: 'V-1', other: 'V-2', flags },
    { visit: 'V-2', other: 'V-1', flags },
  ];
}

/** A stored pair of which nothing is known but its visits. */
async function storePair(visit: string | null, other: string | null): Promise<void> {
  await database.query(
    `insert into conflict.conflictvisitmaps ("CONFLICTID", "VisitID", "ConVisitID", "VisitDate")
     values (7, $1, $2, '2025-01-21')`,
    [visit, other],
  );
}

describe('the hand cases of conflict-report.md 7.1', () => {
  it.each([
    ['the same schedule, tomorrow', pairOf({}), 'SameSchTimeFlag'],
    ['the same schedule, today', pairOf({ date: TODAY }), 'SameSchTimeFlag'],
    [
      'overlapping schedules',
      pairOf({}, { scheduled: '12:00-16:00' }),
      'SchOverAnotherSchTimeFlag',
    ],
    [
      'the same visit in the past',
      pairOf({ date: YESTERDAY, performed: '09:05-13:02' }),
      'SameVisitTimeFlag',
    ],
    [
      'a schedule over a visit in the past',
      pairOf({ date: YESTERDAY }, { performed: '11:00-15:00' }),
      'SchTimeOverVisitTimeFlag',
    ],
    ['too far apart, with other zip codes', farPair('PAT-10001', 'PAT-10002'), 'DistanceFlag'],
    ['too far apart, one zip code missing', farPair('PAT-10001', 'PAT-NONE'), 'DistanceFlag'],
    ['too far apart, no zip code known', farPair(undefined, undefined), 'DistanceFlag'],
  ])('inserts both directions of %s', async (_, visits, flags) => {
    await insertVisits(database, visits);

    expect(await runTask03()).toBe(2);
    expect(await readPairs()).toEqual(bothWays(flags));
  });

  it.each([
    ['the same schedule, yesterday', pairOf({ date: YESTERDAY })],
    ['overlapping schedules, yesterday', pairOf({ date: YESTERDAY }, { scheduled: '12:00-16:00' })],
    ['a visit that was missed', pairOf({}, { isMissed: true })],
    ['a visit that may have been missed', pairOf({}, { isMissed: null })],
    ['too far apart, with the same zip code', farPair('PAT-10001', 'PAT-10001')],
    ['one provider', pairOf({}, { provider: 'PRV-01' })],
    ['another date', pairOf({}, { date: TODAY })],
    ['schedules that touch', pairOf({}, { scheduled: '13:00-17:00' })],
    ['a visit without an end', pairOf({}, { performed: '09:02-' })],
    ['a date beyond the window', pairOf({ date: '2025-03-07' })],
  ])('inserts nothing for %s', async (_, visits) => {
    await insertVisits(database, visits);

    expect(await runTask03()).toBe(0);
  });

  it('inserts one direction of a pair that is stored the other way', async () => {
    await insertVisits(database, pairOf({}));
    await storePair('V-2', 'V-1');

    expect(await runTask03()).toBe(1);
    expect(await readPairs()).toEqual(bothWays('SameSchTimeFlag').slice(0, 1));
  });
});

describe('TASK_03', () => {
  it('inserts nothing in a second run', async () => {
    await insertVisits(database, pairOf({}));

    const first = await runTask03();
    const second = await runTask03();

    expect([first, second]).toEqual([2, 0]);
  });

  it('touches neither a stored pair, marked or not, nor an unfinished chunked run', async () => {
    await insertVisits(database, pairOf({}));
    await storePair('V-1', 'V-2');
    await database.query('update conflict.conflictvisitmaps set "UpdateFlag" = 1');
    await database.query(
      `insert into conflict.etl_run (run_id, as_of, status) values (1, '2025-01-20 14:30Z', 'failed')`,
    );
    const readStored = async (): Promise<unknown> =>
      (
        await database.query(
          `select m.*, r.* from conflict.conflictvisitmaps as m, conflict.etl_run as r
           where m."VisitID" = 'V-1'`,
        )
      ).rows;
    const before = await readStored();

    expect(await runTask03()).toBe(1);
    expect(await readStored()).toEqual(before);
  });

  it('takes today from as_of in UTC', async () => {
    await insertVisits(database, pairOf({ date: TODAY }));

    // Still the 20th in New York, but the 21st in UTC; then the other way around.
    expect(await runTask03('2025-01-20T19:30:00-05:00')).toBe(0);
    expect(await runTask03('2025-01-21T08:30:00+09:00')).toBe(2);
  });

  it('does not take two unknown places for a distance', async () => {
    const [one, two] = farPair(undefined, undefined);
    await insertVisits(
      database,
      [one, two].flatMap((visit) => (visit ? [{ ...visit, gps: ',' }] : [])),
    );

    expect(await runTask03()).toBe(0);
  });

  it.each([
    ['null', null],
    ['the empty text', ''],
  ])('finds a stored pair whose other visit is %s', async (_, stored) => {
    const [one, two] = pairOf({});
    await insertVisits(
      database,
      [one, two].flatMap((visit) => (visit ? [visit] : [])),
    );
    await database.query(
      `update analytics.factvisitcallperformance_cr set "Visit Id" = '' where "Visit Id" = 'V-2'`,
    );
    await storePair('V-1', stored);
    await storePair(stored, 'V-1');

    expect(await runTask03()).toBe(0);
  });

  it('gives the conflict of the primary visit, where there is one', async () => {
    await insertVisits(database, pairOf({}));
    await storePair('V-1', 'V-9');

    await runTask03();

    const { rows } = await database.query(
      `select "VisitID" as visit, "CONFLICTID"::int as conflict, "StatusFlag" as status,
              "UpdateFlag" as mark, "CreatedDate" as created, "InServiceFlag" as in_service,
              "PTOFlag" as pto, "AgencyContact" as contact, "AgencyPhone" as phone,
              "ConAgencyPhone" as other_phone, "SSN" as ssn, "ConAideSSN" as other_ssn
       from conflict.conflictvisitmaps where "ConVisitID" in ('V-1', 'V-2') order by 1`,
    );
    const common = {
      ...{ status: 'U', mark: null, created: '2025-01-20 14:30:00', contact: null },
      ...{ in_service: 'N', pto: 'N', ssn: VISIT_SSN, other_ssn: VISIT_SSN },
    };
    expect(rows).toEqual([
      { visit: 'V-1', conflict: 7, phone: '555-0101', other_phone: '555-0102', ...common },
      { visit: 'V-2', conflict: null, phone: '555-0102', other_phone: '555-0101', ...common },
    ]);
  });

  it('stores a pair as TASK_02 would refresh it', async () => {
    const golden = await createGoldenDatabase(postgres, 'A');
    await golden.database.query('truncate conflict.conflictvisitmaps');

    const inserted = await runTask(golden.database, await readTask03());
    await golden.database.query('update conflict.conflictvisitmaps set "CONFLICTID" = 1');
    await golden.database.query(
      'create table public.stored as select * from conflict.conflictvisitmaps',
    );
    const refreshed = await runTask(golden.database, 'task_02_update_conflicts');

    const { rows } = await golden.database.query(
      `select distinct cell.key
       from public.stored as s
       join conflict.conflictvisitmaps as m on m."ID" = s."ID"
       cross join lateral jsonb_each(to_jsonb(m)) as cell
       where cell.value is distinct from to_jsonb(s) -> cell.key`,
    );
    await golden.database.close();
    expect(inserted['insert-conflicts']).toBeGreaterThan(40);
    expect(refreshed['update-conflicts']).toBe(inserted['insert-conflicts']);
    expect(rows).toEqual([{ key: 'UpdatedDate' }]);
  });

  it('stores a status as long as its source allows (Q11)', async () => {
    await insertVisits(database, pairOf({ patient: 'PAT-10001' }));
    const status = 'x'.repeat(50);
    await database.query(`update analytics.dimpatient set "Status" = $1`, [status]);

    await runTask03();

    const { rows } = await database.query(
      `select "P_PStatus" as a, "PA_PStatus" as b, "ConP_PStatus" as c, "ConPA_PStatus" as d
       from conflict.conflictvisitmaps limit 1`,
    );
    expect(rows).toEqual([{ a: status, b: status, c: status, d: status }]);
  });

  it.each([
    ['no settings', 'delete from conflict.settings', 'settings_has_exactly_one_row'],
    [
      'two settings',
      'insert into conflict.settings ("ID", "ExtraDistancePer") values (2, 1)',
      'settings_has_exactly_one_row',
    ],
    [
      'no multiplier',
      'update conflict.settings set "ExtraDistancePer" = null',
      'settings_has_extra_distance_per',
    ],
  ])('inserts nothing with %s, and says so (Q8)', async (_, damage, constraint) => {
    await insertVisits(database, pairOf({}));
    await database.query(damage);

    await expect(runTask03()).rejects.toMatchObject({ step: 'check-configuration', constraint });
    expect(await readPairs()).toEqual([]);
  });
});
