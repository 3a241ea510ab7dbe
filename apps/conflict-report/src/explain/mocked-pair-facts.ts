import type { PairFacts, VisitFacts } from './pair-facts.ts';

const listed = {
  is_listed: true,
  is_known: true,
  visit_date: '2025-01-18',
  is_in_window: true,
  has_caregiver: true,
  has_ssn: true,
  has_provider: true,
  is_provider_active: true,
  is_provider_demo: false,
  is_agency_excluded: false,
  is_ssn_excluded: false,
  is_missed: false,
  state: 'performed',
} as const satisfies Partial<VisitFacts>;

/**
 * Facts of a mocked pair: 20.00 miles in a gap of 30 minutes, so that rule 7 fires.
 *
 * Source: case 30 of conflict-report.md 12.4.
 */
export function mockedPairFacts(visitId: string, conVisitId: string): PairFacts {
  return {
    date_window: { first_date: '2023-01-20', last_date: '2025-03-06' },
    visit: {
      ...listed,
      visit_id: visitId,
      starts: '2025-01-18T08:00:00',
      ends: '2025-01-18T10:00:00',
      place: 'call_out_gps',
    },
    con_visit: {
      ...listed,
      visit_id: conVisitId,
      starts: '2025-01-18T10:30:00',
      ends: '2025-01-18T13:00:00',
      place: 'call_in_gps',
    },
    pair: {
      is_same_date: true,
      are_dates_compared: false,
      is_same_person: true,
      is_same_provider: false,
      are_times_equal: false,
      overlap_minutes: -30,
    },
    stored: {
      is_due: true,
      has_conflict_id: true,
      has_event: false,
      is_marked: false,
      stored_date: '2025-01-18',
      is_stored_date_in_window: true,
      status: 'U',
      flags: ['N', 'N', 'N', 'N', 'N', 'N', 'N'],
    },
    comparison: {
      gap_minutes: 30,
      distance_multiplier: 1.2,
      miles: 20,
      speed_band: { from: 11, to: 25 },
      miles_per_hour: 35,
      travel_minutes: 34.29,
      flags: ['N', 'N', 'N', 'N', 'N', 'N', 'Y'],
    },
  };
}
