import type { ExplainReason } from '@pipelines/contracts';
import type { PairFacts, VisitFacts } from './pair-facts.ts';

type Window = PairFacts['date_window'];
type Finding = readonly [isTrue: boolean, code: ExplainReason['code'], text: string];

/**
 * Everything that keeps TASK_02 from comparing the two visits, or from writing the pair.
 *
 * All reasons, not the first: who mends one should see the next. Empty when TASK_02 compares the
 * pair and would write it. Source: conflict-report.md 6.2, 6.3, 6.5 and 6.8.
 */
export function listReasons(facts: PairFacts): readonly ExplainReason[] {
  return [
    ...toReasons('visit', visitFindings(facts.visit, facts.date_window)),
    ...toReasons('con_visit', visitFindings(facts.con_visit, facts.date_window)),
    ...toReasons('pair', [...pairFindings(facts), ...storedFindings(facts)]),
  ];
}

function toReasons(
  about: ExplainReason['about'],
  findings: readonly Finding[],
): readonly ExplainReason[] {
  return findings.filter(([isTrue]) => isTrue).map(([, code, text]) => ({ code, about, text }));
}

function visitFindings(visit: VisitFacts, window: Window): readonly Finding[] {
  if (!visit.is_known) {
    return [[true, 'visit_unknown', 'The visit fact has no visit with this id']];
  }
  return [
    [
      !visit.is_in_window,
      'visit_outside_window',
      `The visit is on ${visit.visit_date ?? 'no date'}, outside the window ${windowText(window)}`,
    ],
    ...personFindings(visit),
    ...providerFindings(visit),
    [
      visit.state === 'half_performed',
      'half_performed',
      'The performed time has only one end, so no rule can compare it',
    ],
  ];
}

function personFindings(visit: VisitFacts): readonly Finding[] {
  if (!visit.has_caregiver) {
    return [[true, 'caregiver_unknown', 'The caregiver of the visit is unknown']];
  }
  return [
    [
      !visit.has_ssn,
      'ssn_missing',
      'The caregiver has no SSN, so nobody else can be the same person',
    ],
    [visit.is_ssn_excluded, 'ssn_excluded', 'The SSN of the caregiver is excluded'],
  ];
}

function providerFindings(visit: VisitFacts): readonly Finding[] {
  const excluded: Finding = [
    visit.is_agency_excluded,
    'agency_excluded',
    'The provider is an excluded agency',
  ];
  if (!visit.has_provider) {
    return [[true, 'provider_unknown', 'The provider of the visit is unknown'], excluded];
  }
  return [
    [!visit.is_provider_active, 'provider_inactive', 'The provider is not active'],
    [
      visit.is_provider_demo,
      'provider_demo',
      'The provider is a demo, or does not say that it is none',
    ],
    excluded,
  ];
}

function pairFindings({ visit, con_visit, pair }: PairFacts): readonly Finding[] {
  if (!visit.is_known || !con_visit.is_known) return [];
  return [
    [pair.is_same_provider, 'same_provider', 'Both visits are of one provider'],
    [
      visit.has_ssn && con_visit.has_ssn && !pair.is_same_person,
      'different_person',
      'The caregivers are two persons: their SSNs differ',
    ],
    [
      !pair.is_same_date && !pair.are_dates_compared,
      'different_date',
      'The visits have two dates, and overlap_past_midnight is off',
    ],
  ];
}

function storedFindings({ stored, date_window: window }: PairFacts): readonly Finding[] {
  if (!stored) {
    return [
      [
        true,
        'pair_unknown',
        'conflictvisitmaps has no such pair in this direction: only TASK_03 adds one',
      ],
    ];
  }
  const isReachable = stored.is_stored_date_in_window || stored.is_marked;
  return [
    [!stored.has_conflict_id, 'conflict_id_missing', 'The pair has no CONFLICTID'],
    [stored.has_event, 'event_dates_present', 'The pair is of an in-service or PTO event'],
    [
      !isReachable,
      'stored_date_outside_window',
      `The pair is stored with ${stored.stored_date ?? 'no date'}, outside the window ` +
        `${windowText(window)}, and no earlier run left it marked`,
    ],
  ];
}

function windowText({ first_date, last_date }: Window): string {
  return `${first_date} to ${last_date}`;
}
