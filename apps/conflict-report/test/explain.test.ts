import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runSqlTask } from '@pipelines/sql-tasks';
import { startTestPostgres, type TestPostgres } from '@pipelines/testing';
import { createTestPorts, handlerWith } from './fake-ports.ts';
import { explainerOn, readMapPairs } from './explain-database.ts';
import { createGoldenDatabase, type GoldenDatabase, readTask } from './golden-database.ts';

let postgres: TestPostgres;
let golden: GoldenDatabase;
beforeAll(async () => {
  postgres = await startTestPostgres();
  golden = await createGoldenDatabase(postgres, 'A');
});
afterAll(async () => {
  await golden.database.close();
  await postgres.stop();
});

const explain = (visitId: string, conVisitId: string) =>
  explainerOn(golden).explain(visitId, conVisitId);

/** Set golden set A back to what it was. */
async function undoing(change: string, undo: string, work: () => Promise<void>): Promise<void> {
  await golden.database.query(change);
  await work();
  await golden.database.query(undo);
}

describe('explain', () => {
  it('shows the times, the distance, the speed and the gap of a pair that is too far apart', async () => {
    const result = await explain('R7pos-a', 'R7pos-b');

    expect(result).toMatchObject({
      as_of: '2025-01-20T14:30:00.000Z',
      verdict: 'Conflict by rule 7: TASK_02 refreshes the pair',
      is_conflict: true,
      is_refreshed: true,
      reasons: [],
      visit: { visit_id: 'R7pos-a', state: 'performed', place: 'call_out_gps', is_missed: false },
      con_visit: { visit_id: 'R7pos-b', state: 'performed', place: 'call_in_gps' },
      comparison: {
        overlap_minutes: -30,
        gap_minutes: 30,
        distance_multiplier: 1.2,
        miles: 20,
        speed_band: { from: 11, to: 25 },
        miles_per_hour: 35,
        travel_minutes: 34.29,
      },
    });
    expect(result.visit.starts).toMatch(/T08:00:00$/);
    expect(result.rules.map(({ fired, why }) => [fired, why])).toEqual([
      [false, 'It is for two visits that have not begun; this pair is two performed visits'],
      [false, 'They do not start and end at the same time'],
      [
        false,
        'It is for a visit that has not begun with a performed one; this pair is two performed visits',
      ],
      [false, 'It is for two visits that have not begun; this pair is two performed visits'],
      [false, '30.00 min lie between them'],
      [
        false,
        'It is for a visit that has not begun with a performed one; this pair is two performed visits',
      ],
      [true, '20.00 miles at 35 mph take 34.29 min; the gap is 30.00 min, which is too short'],
    ]);
  });

  it.each([
    ['R1P-a', 'R1P-b', 1, true, 'Both visits start and end at the same time'],
    ['R1P-a', 'R1P-b', 4, false, 'Equal times are the rule for the same time'],
    ['R4P-a', 'R4P-b', 4, true, 'They overlap by 60.00 min'],
    ['R4T-a', 'R4T-b', 4, false, 'They touch, which is no overlap'],
    ['R5P-a', 'R5P-b', 7, false, 'They overlap: there is no gap to travel in'],
    ['R5T-a', 'R5T-b', 7, false, 'They touch: the gap must be more than 0 minutes'],
    [
      'R7gap55-a',
      'R7gap55-b',
      7,
      false,
      'No speed band holds 5.50 miles, so there is no travel time',
    ],
    [
      'R7mph0-a',
      'R7mph0-b',
      7,
      false,
      'The speed for 550.00 miles is 0, so there is no travel time',
    ],
    [
      'R7nocoord-a',
      'R7nocoord-b',
      7,
      false,
      'The first visit has no place, so there is no distance',
    ],
    [
      'R7eq-a',
      'R7eq-b',
      7,
      false,
      '5.00 miles at 15 mph take 20.00 min; the gap is 20.00 min, which is enough',
    ],
    ['R7addr-a', 'R7addr-b', 7, true, /^20\.00 miles at 35 mph take 34\.29 min; .* too short$/],
  ])('says of %s and %s for rule %i: %s, %s', async (visitId, conVisitId, number, fired, why) => {
    const { rules } = await explain(visitId, conVisitId);

    const rule = rules[number - 1];
    expect(rule).toMatchObject({ rule: number, fired });
    expect(rule?.why).toMatch(why);
  });

  it('names an address by its kind', async () => {
    const { visit, con_visit } = await explain('R7addr-a', 'R7addr-b');

    expect([visit.place, con_visit.place]).toEqual(['home_address', 'home_address']);
  });

  it.each([
    ['R1N-a', 'R1N-b', ['pair same_provider']],
    ['FM-a', 'FM-b', ['pair different_person']],
    ['R4N-a', 'R4N-b', ['pair different_date']],
    ['R1I-a', 'R1I-b', ['visit half_performed']],
    ['R6H-a', 'R6H-b', ['con_visit half_performed']],
    ['XA-a', 'XA-b', ['visit agency_excluded']],
    ['XA-b', 'XA-a', ['con_visit agency_excluded']],
    ['XS-a', 'XS-b', ['visit ssn_excluded', 'con_visit ssn_excluded']],
    ['XPinactive-a', 'XPinactive-b', ['con_visit provider_inactive']],
    ['XPdemo-a', 'XPdemo-b', ['con_visit provider_demo']],
    ['XPnullactive-a', 'XPnullactive-b', ['con_visit provider_inactive']],
    ['BL-a', 'BL-b', ['visit ssn_missing', 'con_visit ssn_missing']],
    ['CN-a', 'CN-b', ['pair conflict_id_missing']],
    ['EXInserviceStartDate-a', 'EXInserviceStartDate-b', ['pair event_dates_present']],
    ['EXConPTOStartDate-a', 'EXConPTOStartDate-b', ['pair event_dates_present']],
    ['DEL-a', 'DEL-gone', ['con_visit visit_unknown']],
    ['R1P-a', 'R2P-b', ['pair different_person', 'pair different_date', 'pair pair_unknown']],
    ['MO-a', 'MO-b', ['visit visit_outside_window', 'con_visit visit_outside_window']],
    [
      'Wlo-1-a',
      'Wlo-1-b',
      [
        'visit visit_outside_window',
        'con_visit visit_outside_window',
        'pair stored_date_outside_window',
      ],
    ],
  ])('says why TASK_02 leaves %s and %s out: %j', async (visitId, conVisitId, reasons) => {
    const result = await explain(visitId, conVisitId);

    expect(result.reasons.map(({ about, code }) => `${about} ${code}`)).toEqual(reasons);
    expect(result.is_refreshed).toBe(false);
  });

  it.each([
    [
      'a caregiver that is gone',
      `update analytics.factvisitcallperformance_cr set "Caregiver Id" = "Caregiver Id" || '?' where "Visit Id" = 'R1P-a'`,
      `update analytics.factvisitcallperformance_cr set "Caregiver Id" = rtrim("Caregiver Id", '?') where "Visit Id" = 'R1P-a'`,
      'visit caregiver_unknown',
    ],
    [
      'a provider that is gone',
      `update analytics.factvisitcallperformance_cr set "Provider Id" = "Provider Id" || '?' where "Visit Id" = 'R1P-a'`,
      `update analytics.factvisitcallperformance_cr set "Provider Id" = rtrim("Provider Id", '?') where "Visit Id" = 'R1P-a'`,
      'visit provider_unknown',
    ],
  ])('sees %s', async (_title, change, undo, reason) => {
    await undoing(change, undo, async () => {
      const { reasons, comparison } = await explain('R1P-a', 'R1P-b');

      expect(reasons.map(({ about, code }) => `${about} ${code}`)).toEqual([reason]);
      expect(comparison).toBeNull();
    });
  });

  it('judges a pair that the map does not have, and says that TASK_02 will not add it', async () => {
    const result = await explain('TP-c', 'TP-b');

    expect(result).toMatchObject({ is_conflict: true, is_refreshed: false, stored: null });
    expect(result.verdict).toMatch(/^Conflict by rule \d, but TASK_02 leaves the pair alone$/);
  });

  it('tells a flag that stays from a rule that fires', async () => {
    const { rules } = await explain('ST1-a', 'ST1-b');

    const kept = rules.filter(({ stored_flag, fired }) => stored_flag === 'Y' && !fired);
    expect(kept).not.toEqual([]);
  });

  it('answers nothing but facts for a visit that nobody knows', async () => {
    const result = await explain('nothing', 'R1P-b');

    expect(result.verdict).toBe('TASK_02 does not compare these visits');
    expect(result.visit).toEqual({
      visit_id: 'nothing',
      state: 'unknown',
      visit_date: null,
      starts: null,
      ends: null,
      place: null,
      is_missed: false,
    });
    expect(result.rules[0]).toMatchObject({ fired: false, why: 'Not compared: see the reasons' });
  });

  it('needs no right to write, and takes no lock', async () => {
    await golden.database.query(
      `create role explainer login password 'reads-only';
       grant usage on schema analytics, conflict to explainer;
       grant select on all tables in schema analytics, conflict to explainer`,
    );
    await golden.database.query('begin');
    await golden.database.query(
      'lock table conflict.conflictvisitmaps in share row exclusive mode',
    );
    const { explain: explainAsReader } = explainerOn(golden, {
      user: 'explainer',
      password: 'reads-only',
    });

    const result = await explainAsReader('R1P-a', 'R1P-b');

    await golden.database.query('commit');
    await golden.database.query('drop owned by explainer; drop role explainer');
    expect(result.is_refreshed).toBe(true);
  });

  it('leaves every pair as it is, even when its files are run whole', async () => {
    const before = await readMapPairs(golden);
    const files = ['explain_pair', 'task_02_update_conflicts', 'explain_report'];
    const tasks = await Promise.all(files.map(readTask));

    await runSqlTask(
      { file: 'by hand', steps: tasks.flatMap(({ steps }) => steps) },
      {
        database: golden.database,
        identifiers: { conflict_schema: 'conflict', analytics_schema: 'analytics' },
        values: { as_of: '2025-01-20T14:30:00Z', visit_id: 'R1P-a', con_visit_id: 'R1P-b' },
        statementTimeoutMs: 60_000,
      },
    );

    expect(await readMapPairs(golden)).toEqual(before);
  });
});

describe('a mocked explain', () => {
  it('shows an example and asks nobody', async () => {
    const { ports } = createTestPorts();

    const answer = await handlerWith(ports)({
      action: 'explain',
      use_mock: true,
      visit_id: 'V-1',
      con_visit_id: 'V-2',
    });

    expect(answer).toMatchObject({
      statusCode: 200,
      body: {
        as_of: '2025-01-20T14:30:00.000Z',
        visit: { visit_id: 'V-1' },
        con_visit: { visit_id: 'V-2' },
        verdict: 'Conflict by rule 7: TASK_02 refreshes the pair',
      },
    });
  });
});
