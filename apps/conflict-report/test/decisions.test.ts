import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestPostgres, type TestPostgres } from '@pipelines/testing';
import { type ChunkedDatabase, withLambda } from './chunked-database.ts';
import { connectTo, createGoldenDatabase, readTask, runTask } from './golden-database.ts';

// What docs/decisions.md says of results, on the pairs of golden set A that were made for it.

let postgres: TestPostgres;
let run: ChunkedDatabase;
let answers: readonly Readonly<Record<string, unknown>>[];

beforeAll(async () => {
  postgres = await startTestPostgres();
  run = withLambda(await createGoldenDatabase(postgres, 'A'));
  await run.database.query(
    `update analytics.dimpatientaddress set "Zip Code" = '10001' where "Patient Id" in
       (select "Provider Patient Id" from analytics.factvisitcallperformance_cr
        where "Visit Id" in ('R7addr-a', 'R7addr-b'))`,
  );
  const before = 'update conflict.conflictvisitmaps set "PName" = $1, "ConPCity" = $1';
  await run.database.query(before, ['old']);
  answers = [await run.invoke({ action: 'task_01' }), await run.invoke({ action: 'task_02' })];
});
afterAll(async () => {
  await run.database.close();
  await postgres.stop();
});

/** Columns of one pair after the run. */
async function readPair(visitId: string, columns: readonly string[]): Promise<unknown> {
  const list = columns.map((column) => `m."${column}"`).join(', ');
  const { rows } = await run.database.query(
    `select ${list} from conflict.conflictvisitmaps as m where "VisitID" = $1 order by "ID"`,
    [visitId],
  );
  return Object.values(rows[0] ?? {});
}

describe('results of TASK_02', () => {
  it('Q16: a place does not depend on which visit came first', async () => {
    const place = ['DistanceMilesFromLatLng', 'ETATravleMinutes', 'DistanceFlag'];

    const both = [await readPair('R7D-a', place), await readPair('R7D-b', place)];

    expect(both).toEqual([
      ['20.00', '34', 'Y'],
      ['28.00', '37', 'Y'],
    ]);
  });

  it('Q17: an equal zip code of both patients does not keep them together', async () => {
    const zips = ['P_PZipCode', 'ConP_PZipCode', 'PZipCode', 'DistanceFlag'];

    expect(await readPair('R7addr-a', zips)).toEqual(['10001', '10001', null, 'Y']);
  });

  it('Q18: a flag that was Y stays Y when its rule no longer holds', async () => {
    const flags = ['SameSchTimeFlag', 'SchOverAnotherSchTimeFlag', 'DistanceFlag'];

    expect(await readPair('ST1-a', flags)).toEqual(['Y', 'Y', 'Y']);
  });

  it.each([
    ['SSD-a', 'U'],
    ['SSR-a', 'U'],
    ['SSN-a', 'U'],
    ['SSW-a', 'W'],
    ['SSI-a', 'I'],
    ['SSNone-a', null],
  ])(
    'Q19: D, R and N are U again when the pair conflicts, W and I stay (%s: %s)',
    async (id, now) => {
      expect(await readPair(id, ['StatusFlag'])).toEqual([now]);
    },
  );

  it('Q20: a missed visit still conflicts', async () => {
    expect(await readPair('MS-a', ['SameSchTimeFlag', 'UpdateFlag'])).toEqual(['Y', null]);
  });

  it('Q23: a distance between two speed bands is no distance conflict', async () => {
    expect(await readPair('R7gap55-a', ['DistanceFlag', 'UpdateFlag'])).toEqual(['N', '1']);
  });

  it('Q24: minutes are stored whole: 12.5 as 13, 34.29 as 34', async () => {
    const minutes = ['MinuteDiffBetweenSch', 'ETATravleMinutes'];

    expect(await readPair('R7O-a', minutes)).toEqual(['13', '34']);
  });

  it('Q26: the columns of the patient without prefix are emptied', async () => {
    expect(await readPair('R1P-a', ['PName', 'ConPCity'])).toEqual([null, null]);
    expect(await readPair('R1N-a', ['PName', 'ConPCity'])).toEqual(['old', 'old']);
  });
});

describe('answers', () => {
  it('B1: TASK_01 reports the rows that it copied, and the others apart', () => {
    expect(answers[0]).toMatchObject({
      result: {
        affected_rows: 84,
        details: { reminders_inserted: 4, reminders_updated: 5, settings_updated: 1 },
      },
    });
  });

  it('B2: TASK_01 reports 15,234 rows when it is mocked', async () => {
    const answer = await run.invoke({ action: 'task_01', use_mock: true });

    expect(answer).toMatchObject({ result: { affected_rows: 15_234 } });
  });

  it('A12: counts are numbers in the answers, money and ids keep their digits as text', async () => {
    const { result } = answers[1] as { result: { updated_rows: unknown } };

    expect(result.updated_rows).toBe(49);
    const exact = ['CONFLICTID', 'DistanceMilesFromLatLng'];
    expect(await readPair('R7pos-a', exact)).toEqual(['30', '20.00']);
  });
});

describe('the database', () => {
  it('B6: the view lies in the conflict schema, and TASK_02 takes its targets from it', async () => {
    const { rows } = await run.database.query(
      `select schemaname as schema from pg_views where viewname = 'vw_conflictvisitmaps_base'`,
    );
    const task = await readTask('task_02_update_conflicts');

    expect(rows).toEqual([{ schema: 'conflict' }]);
    expect(task.steps.map(({ text }) => text).join()).toContain('vw_conflictvisitmaps_base');
  });

  it('B9: TASK_02 tells the planner of each work table before it joins it', async () => {
    const { steps } = await readTask('task_02_update_conflicts');
    const made = steps.flatMap(
      ({ text }) =>
        /create temporary table (?:if not exists )?(\w+) on commit drop as/.exec(text)?.[1] ?? [],
    );

    const analyzed = steps.flatMap(({ text }) => /^analyze (\w+)$/.exec(text)?.[1] ?? []);

    expect(made).toHaveLength(6);
    expect(analyzed).toEqual(made);
  });

  it('Q27: two TASK_01 at the same time add each reminder once', async () => {
    const first = await createGoldenDatabase(postgres, 'A');
    const other = await connectTo(first.connection);
    await first.database.query('truncate conflict.payer_provider_reminders');

    // Without the lock of the schema, which would keep the second one out altogether.
    await Promise.all([
      runTask(first.database, 'task_01_copy_to_temp'),
      runTask(other, 'task_01_copy_to_temp'),
    ]);
    const { rows } = await first.database.query(
      `select count(*)::int as reminders, count(distinct ("PayerID", "ProviderID"))::int as pairs
       from conflict.payer_provider_reminders`,
    );

    await other.close();
    await first.database.close();
    expect(rows).toEqual([{ reminders: 5, pairs: 5 }]);
  });
});

describe('what is read live', () => {
  it('A11: an agency or an SSN that is excluded between two tasks is left out of the second', async () => {
    const golden = withLambda(await createGoldenDatabase(postgres, 'A'));
    await golden.invoke({ action: 'task_01' });
    await golden.database.query(
      `insert into conflict.excluded_ssn ("ID", "SSN")
       select 900, c."SSN" from analytics.factvisitcallperformance_cr as f
       join analytics.dimcaregiver as c on c."Caregiver Id" = f."Caregiver Id"
       where f."Visit Id" = 'R1P-a'`,
    );

    const answer = await golden.invoke({ action: 'task_02' });

    await golden.database.close();
    expect(answer).toMatchObject({ result: { updated_rows: 47 } });
  });

  it('Q6: two CONFLICTIDs of one visit are both kept, and each pair is updated once', async () => {
    const golden = withLambda(await createGoldenDatabase(postgres, 'A'));
    const changed = `update conflict.conflictvisitmaps set "CONFLICTID" = 9999 where "ID" = 84`;
    await golden.database.query(changed);

    const answer = await golden.invoke({ action: 'task_02' });
    const { rows } = await golden.database.query(
      `select "ID"::int as id, "CONFLICTID" = 9999 as other from conflict.conflictvisitmaps
       where "VisitID" = 'TP-a' order by 1`,
    );

    await golden.database.close();
    expect(answer).toMatchObject({ result: { updated_rows: 49 } });
    expect(rows).toEqual([
      { id: 83, other: false },
      { id: 84, other: true },
    ]);
  });

  it('Q14: opposite ends of the globe are half of it apart', async () => {
    const golden = withLambda(await createGoldenDatabase(postgres, 'A'));
    await golden.database.query(
      `update analytics.factvisitcallperformance_cr
       set "Call Out GPS Coordinates" = case "Visit Id" when 'R5P-a' then '12.345678,1.000001' end,
           "Call In GPS Coordinates" = case "Visit Id" when 'R5P-b' then '-12.345678,-178.999999' end
       where "Visit Id" in ('R5P-a', 'R5P-b')`,
    );

    await golden.invoke({ action: 'task_02' });
    const { rows } = await golden.database.query(
      `select round("DistanceMilesFromLatLng" / 1.20) as miles from conflict.conflictvisitmaps
       where "VisitID" = 'R5P-a'`,
    );

    await golden.database.close();
    expect(rows).toEqual([{ miles: '12437' }]);
  });
});
