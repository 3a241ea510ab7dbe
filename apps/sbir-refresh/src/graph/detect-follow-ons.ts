import type { Phase } from '../awards/normalize-program.ts';

/** What tells whether one award follows another. */
export interface FollowOnAward {
  readonly award_key: string;
  readonly company_id: string;
  readonly phase: Phase | null;
  readonly agency: string | null;
  readonly program: string | null;
  /** `YYYY-MM-DD`. */
  readonly award_date: string | null;
  readonly topic_code: string | null;
  readonly principal_investigator: string | null;
}

/** (earlier)-[:FOLLOWS]->(later). */
export interface FollowOn {
  readonly from_award_key: string;
  readonly to_award_key: string;
  readonly phase_progression: 'I_to_II' | 'II_to_III';
  /** 0.5 to 1, two decimals. */
  readonly confidence: number;
  readonly same_topic: boolean;
  readonly same_pi: boolean;
  /** Two decimals; absent when a date is missing. */
  readonly years_between?: number;
}

const NEXT_PHASE: Readonly<Partial<Record<Phase, Phase>>> = { I: 'II', II: 'III' };
const UNKNOWN_DATE = '1900-01-01';
const MS_PER_DAY = 86_400_000;
const DAYS_PER_YEAR = 365.25;

/**
 * Find the awards that follow earlier ones of the same company, agency and program.
 *
 * Awards are taken in the order of their dates, unknown ones first; each of phase I or II is followed
 * by the first later one of the next phase, if any. Several may be followed by the same one.
 * Confidence: 0.5, + 0.3 for the same topic, + 0.2 for the same investigator, + 0.1 for a gap of 1 to
 * 4 years, at most 1. Source: sbir-refresh.md 4.4, golden values in its appendix B.
 */
export function detectFollowOns(awards: readonly FollowOnAward[]): readonly FollowOn[] {
  const phased = awards.filter(({ phase }) => phase !== null);
  const groups = Map.groupBy(phased, ({ company_id, agency, program }) =>
    JSON.stringify([company_id, agency, program]),
  );
  return [...groups.values()].flatMap(followOnsOfGroup);
}

function followOnsOfGroup(awards: readonly FollowOnAward[]): readonly FollowOn[] {
  const dateOf = ({ award_date }: FollowOnAward): string => award_date ?? UNKNOWN_DATE;
  const sorted = awards.toSorted((a, b) =>
    dateOf(a) < dateOf(b) ? -1 : dateOf(a) > dateOf(b) ? 1 : 0,
  );
  return sorted.flatMap((earlier, index) => {
    const next = earlier.phase === null ? undefined : NEXT_PHASE[earlier.phase];
    if (next === undefined) return [];
    const later = sorted.find(
      (award, place) => place > index && award.phase === next && !isSameDay(earlier, award),
    );
    return later ? [followOn(earlier, later)] : [];
  });
}

const isSameDay = (a: FollowOnAward, b: FollowOnAward): boolean =>
  a.award_date !== null && a.award_date === b.award_date;

function followOn(earlier: FollowOnAward, later: FollowOnAward): FollowOn {
  const same_topic = earlier.topic_code !== null && earlier.topic_code === later.topic_code;
  const same_pi =
    earlier.principal_investigator !== null &&
    earlier.principal_investigator.toLowerCase() === later.principal_investigator?.toLowerCase();
  const years = yearsBetween(earlier.award_date, later.award_date);
  const isUsualGap = years !== undefined && years >= 1 && years <= 4;
  // Tenths, for 0.5 + 0.3 + 0.2 + 0.1 is not 1.1 in binary.
  const tenths = 5 + (same_topic ? 3 : 0) + (same_pi ? 2 : 0) + (isUsualGap ? 1 : 0);
  return {
    from_award_key: earlier.award_key,
    to_award_key: later.award_key,
    phase_progression: earlier.phase === 'I' ? 'I_to_II' : 'II_to_III',
    confidence: Math.min(tenths, 10) / 10,
    same_topic,
    same_pi,
    ...(years === undefined ? {} : { years_between: Math.round(years * 100) / 100 }),
  };
}

function yearsBetween(from: string | null, to: string | null): number | undefined {
  if (from === null || to === null) return undefined;
  return (Date.parse(to) - Date.parse(from)) / MS_PER_DAY / DAYS_PER_YEAR;
}
