import { describe, expect, it } from '@jest/globals';
import type { ExplainResult } from '@pipelines/contracts';
import { explainLines } from './explain-report.ts';
import { asciiIcons } from './icons.ts';

const rule = '='.repeat(70);

const rules: ExplainResult['rules'] = [1, 2, 3, 4, 5, 6, 7].map((number) => ({
  rule: number,
  flag: `Flag${number}`,
  name: 'a rule',
  fired: number === 7,
  stored_flag: number === 5 ? 'Y' : 'N',
  why: `Why ${number}`,
}));

const compared: ExplainResult = {
  status: 'success',
  action: 'explain',
  as_of: '2025-01-20T14:30:00.000Z',
  verdict: 'Conflict by rule 7: TASK_02 refreshes the pair',
  is_conflict: true,
  is_refreshed: true,
  reasons: [],
  visit: {
    visit_id: 'V-1',
    state: 'performed',
    visit_date: '2025-01-18',
    starts: '2025-01-18T08:00:00',
    ends: '2025-01-18T10:00:00',
    place: 'call_out_gps',
    is_missed: false,
  },
  con_visit: {
    visit_id: 'V-2',
    state: 'performed',
    visit_date: '2025-01-18',
    starts: '2025-01-18T10:30:00',
    ends: '2025-01-18T13:00:00',
    place: 'home_address',
    is_missed: true,
  },
  comparison: {
    overlap_minutes: -30,
    gap_minutes: 30,
    distance_multiplier: 1.2,
    miles: 20,
    speed_band: { from: 11, to: 25 },
    miles_per_hour: 35,
    travel_minutes: 34.29,
  },
  rules,
  stored: { status: 'U', is_marked: true },
};

describe('the report of explain', () => {
  it('shows visits, numbers, rules and verdict', () => {
    expect(explainLines(compared, asciiIcons)).toEqual([
      rule,
      'PAIR OF VISITS',
      rule,
      'As of: 2025-01-20 14:30:00',
      'Visit: V-1, performed, 2025-01-18 08:00:00 to 2025-01-18 10:00:00, place from call-out GPS',
      'Other: V-2, performed, 2025-01-18 10:30:00 to 2025-01-18 13:00:00, place from home address, ' +
        'missed, which TASK_02 does not ask',
      'Stored: status U, marked for a check',
      'Overlap: 0.00 min',
      'Gap: 30.00 min',
      'Distance: 20.00 miles (multiplier 1.2 included)',
      'Speed: 35 mph, band 11 to 25 miles',
      'Travel time: 34.29 min',
      '',
      ' - Rule 1 Flag1: Why 1',
      ' - Rule 2 Flag2: Why 2',
      ' - Rule 3 Flag3: Why 3',
      ' - Rule 4 Flag4: Why 4',
      ' - Rule 5 Flag5: Why 5 (the stored Y stays)',
      ' - Rule 6 Flag6: Why 6',
      '[WARNING] Rule 7 Flag7: Why 7',
      rule,
      'Conflict by rule 7: TASK_02 refreshes the pair',
      rule,
    ]);
  });

  it('says why two visits were not compared', () => {
    const unknown = { ...compared.visit, state: 'unknown' as const, starts: null, ends: null };
    const lines = explainLines(
      {
        ...compared,
        verdict: 'TASK_02 does not compare these visits',
        reasons: [{ code: 'visit_unknown', about: 'visit', text: 'No such visit' }],
        visit: unknown,
        con_visit: { ...compared.con_visit, starts: null, place: null, is_missed: false },
        comparison: null,
        stored: null,
      },
      asciiIcons,
    );

    expect(lines.slice(4, 9)).toEqual([
      'Visit: V-1, unknown',
      'Other: V-2, performed, (none) to 2025-01-18 13:00:00, no place',
      '',
      '[FAIL] Visit: No such visit',
      '',
    ]);
  });

  it('says what is unknown in a comparison', () => {
    const lines = explainLines(
      {
        ...compared,
        comparison: {
          overlap_minutes: null,
          gap_minutes: 0,
          distance_multiplier: 1.2,
          miles: null,
          speed_band: null,
          miles_per_hour: null,
          travel_minutes: null,
        },
      },
      asciiIcons,
    );

    expect(lines.slice(7, 12)).toEqual([
      'Overlap: unknown',
      'Gap: 0.00 min',
      'Distance: unknown',
      'Speed: no band',
      'Travel time: unknown',
    ]);
  });
});
