import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestPostgres, type TestPostgres } from '@pipelines/testing';
import { createGoldenDatabase, type GoldenDatabase, runTask } from './golden-database.ts';

let postgres: TestPostgres;

beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

describe('the place of a visit', () => {
  let golden: GoldenDatabase;
  beforeAll(async () => {
    golden = await createGoldenDatabase(postgres, 'A');
  });
  afterAll(() => golden.database.close());

  const CALL_IN = '(41.5,-74.25)';

  it.each([
    ['', CALL_IN],
    [',', CALL_IN],
    [' , ', CALL_IN],
    ['abc', CALL_IN],
    ['40.0', CALL_IN],
    ['40.0,', CALL_IN],
    ['40.0,-75.0 W', CALL_IN],
    ['NaN,NaN', CALL_IN],
    ['Infinity,0', CALL_IN],
    ['0x10,0x10', CALL_IN],
    ['1e999,1', CALL_IN],
    ['4٠,5', CALL_IN],
    ['40.0\u00a0,5', CALL_IN],
    ['95.0,-200.0', CALL_IN],
    ['90.000001,0', CALL_IN],
    ['0,-180.000001', CALL_IN],
    [`${'9'.repeat(49)},${'9'.repeat(50)}`, CALL_IN],
    [`.${'0'.repeat(46)}1e-99,1`, '(1e-146,1)'],
    ['90,-180', '(90,-180)'],
    ['40.0,-75.0,9', '(40,-75)'],
    ['"40.0, -75.0"', '(40,-75)'],
    ['\t+40. ,\t-.5e1 ', '(40,-5)'],
  ])('Q10: with call-out %j and a good call-in is %s', async (callOut, place) => {
    await golden.database.query(
      `update analytics.factvisitcallperformance_cr
       set "Call Out GPS Coordinates" = $1::text, "Call In GPS Coordinates" = '41.5,-74.25'
       where "Visit Id" = 'R1P-a'`,
      [callOut],
    );

    const { rows } = await golden.database.query(
      `select "Place"::text as place, "ConPlace"::text as con_place
       from conflict.vw_conflict_report_visits where "VisitID" = 'R1P-a'`,
    );

    expect(rows).toEqual([{ place, con_place: CALL_IN }]);
  });
});

describe('distance and travel time', () => {
  let golden: GoldenDatabase;
  beforeAll(async () => {
    golden = await createGoldenDatabase(postgres, 'A');
    await golden.database.query(
      `update conflict.mph set "From" = case when "ID" = 1 then 0 else -1 end,
                               "To" = case when "ID" = 1 then 20000 else -1 end`,
    );
  });
  afterAll(() => golden.database.close());

  // conflict-report.md 6.6. The travel time is stored in whole minutes.
  it.each([
    ['40.7128,-74.0060', '34.0522,-118.2437', '1.0', '60', '2445.57', '2446'],
    ['40.7128,-74.0060', '40.7589,-73.9851', '1.0', '15', '3.37', '13'],
    ['40.7128,-74.0060', '40.7589,-73.9851', '1.2', '15', '4.04', '16'],
    ['40,-75', '40.241219,-75', '1.2', '35', '20.00', '34'],
    ['40,-75', '40,-74.5', '1.15', '28', '30.43', '65'],
    ['40,-75', '40.0603048,-75', '1.2', '15', '5.00', '20'],
    ['0,0', '0,180', '1', '60', '12436.83', '12437'],
    ['40,-75', '40,-75', '1.2', '15', '0.00', '0'],
    ['40,-75', '40.1,-75', '1.2', '0', '8.29', null],
  ])('Q25: from %s to %s, times %s, at %s mph: %s miles, %s minutes', async (from, to, ...row) => {
    const [multiplier, milesPerHour, miles, minutes] = row;
    await golden.database.query(
      `update analytics.factvisitcallperformance_cr
       set "Call Out GPS Coordinates" = case "Visit Id" when $1::text then $3::text else $4::text end,
           "Call In GPS Coordinates" = case "Visit Id" when $1::text then $3::text else $4::text end
       where "Visit Id" in ($1::text, $2::text)`,
      ['R5P-a', 'R5P-b', from, to],
    );
    await golden.database.query('update conflict.settings set "ExtraDistancePer" = $1::numeric', [
      multiplier ?? null,
    ]);
    await golden.database.query('update conflict.mph set "AverageMilesPerHour" = $1::numeric', [
      milesPerHour ?? null,
    ]);

    await runTask(golden.database, 'task_02_update_conflicts');

    const { rows } = await golden.database.query(
      `select "DistanceMilesFromLatLng" as miles, "ETATravleMinutes" as minutes
       from conflict.conflictvisitmaps where "VisitID" = 'R5P-a'`,
    );
    expect(rows).toEqual([{ miles, minutes }]);
  });
});

describe('rules 1 to 6', () => {
  it('judge a pair the same from both of its visits', async () => {
    const golden = await createGoldenDatabase(postgres, 'A');
    const flags = [
      'SameSchTimeFlag',
      'SameVisitTimeFlag',
      'SchAndVisitTimeSameFlag',
      'SchOverAnotherSchTimeFlag',
      'VisitTimeOverAnotherVisitTimeFlag',
      'SchTimeOverVisitTimeFlag',
    ];
    const unset = flags.map((flag) => `"${flag}"`).join(', ');
    await golden.database.query(
      `delete from conflict.conflictvisitmaps
       where "CONFLICTID" is null
          or num_nonnulls("InserviceStartDate", "InserviceEndDate", "PTOStartDate", "PTOEndDate",
            "ConInserviceStartDate", "ConInserviceEndDate", "ConPTOStartDate", "ConPTOEndDate") > 0`,
    );
    await golden.database.query(
      `update conflict.conflictvisitmaps set (${unset}) = row (${flags.map(() => "'N'").join(', ')})`,
    );
    await golden.database.query(
      `insert into conflict.conflictvisitmaps ("CONFLICTID", "VisitID", "ConVisitID", "VisitDate", ${unset})
       select "CONFLICTID", "ConVisitID", "VisitID", "VisitDate", ${unset}
       from conflict.conflictvisitmaps as m
       where not exists (select from conflict.conflictvisitmaps as x
                         where x."VisitID" = m."ConVisitID" and x."ConVisitID" = m."VisitID")`,
    );

    await runTask(golden.database, 'task_02_update_conflicts');

    const { rows } = await golden.database.query(
      `select count(*)::int as pairs,
              count(*) filter (where concat(${flags.map((flag) => `m."${flag}"`).join(', ')})
                            <> concat(${flags.map((flag) => `x."${flag}"`).join(', ')}))::int as unequal
       from conflict.conflictvisitmaps as m
       join conflict.conflictvisitmaps as x
         on x."VisitID" = m."ConVisitID" and x."ConVisitID" = m."VisitID"`,
    );
    await golden.database.close();
    expect(rows).toEqual([{ pairs: 152, unequal: 0 }]);
  });
});
