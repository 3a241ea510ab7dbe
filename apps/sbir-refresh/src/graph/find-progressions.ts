import type { PropertyType } from '@pipelines/neo4j-load';

/** What the search for progressions looks at. */
export interface ProgressionAward {
  readonly award_key: string;
  readonly phase: string | null;
  readonly program: string | null;
  readonly agency: string | null;
  readonly award_date: string | null;
  readonly topic_code: string | null;
  readonly pi_name: string | null;
}

/** An award and the later one of the next phase that it led to. */
export interface Progression {
  readonly from: string;
  readonly to: string;
  readonly values: {
    readonly phase_progression: 'I_to_II' | 'II_to_III';
    readonly confidence: number;
    readonly same_topic: boolean;
    readonly same_pi: boolean;
    readonly years_between?: number;
  };
}

/** How the graph keeps {@link Progression} values, on its relationship FOLLOWS. */
export const progressionProperties = {
  phase_progression: 'string',
  confidence: 'float',
  same_topic: 'boolean',
  same_pi: 'boolean',
  years_between: 'float',
} as const satisfies Readonly<Record<keyof Progression['values'], PropertyType>>;

const DAY_MS = 86_400_000;
const DAYS_PER_YEAR = 365.25;
/** Sorts an award without a date before all others. */
const NO_DATE = '1900-01-01';

const NEXT = { I: ['II', 'I_to_II'], II: ['III', 'II_to_III'] } as const;

/**
 * Pair each award of phase I or II of one company with the first later one of the next phase, of
 * the same agency and program.
 *
 * @param awards - of one company, in the order of the file
 * Source: sbir-refresh.md section 4.4; confidence is capped at 1
 */
export function findProgressions(awards: readonly ProgressionAward[]): Progression[] {
  const sorted = awards
    .filter(({ phase }) => phase === 'I' || phase === 'II' || phase === 'III')
    .toSorted((one, other) => compareText(one.award_date ?? NO_DATE, other.award_date ?? NO_DATE));
  return sorted.flatMap((earlier, index) => {
    const later = sorted.slice(index + 1).find((award) => doesFollow(earlier, award));
    return later ? [progressionOf(earlier, later)] : [];
  });
}

function doesFollow(earlier: ProgressionAward, later: ProgressionAward): boolean {
  if (nextOf(earlier)?.[0] !== later.phase) return false;
  if (earlier.agency !== later.agency || earlier.program !== later.program) return false;
  if (earlier.award_date === null || later.award_date === null) return true;
  return earlier.award_date < later.award_date;
}

function progressionOf(earlier: ProgressionAward, later: ProgressionAward): Progression {
  const years = yearsBetween(earlier.award_date, later.award_date);
  const isSameTopic = earlier.topic_code !== null && earlier.topic_code === later.topic_code;
  const isSamePi =
    earlier.pi_name !== null && earlier.pi_name.toLowerCase() === later.pi_name?.toLowerCase();
  const isUsualGap = years !== undefined && years >= 1 && years <= 4;
  // In tenths: a sum of fractions would have to be rounded back.
  const tenths = 5 + (isSameTopic ? 3 : 0) + (isSamePi ? 2 : 0) + (isUsualGap ? 1 : 0);
  return {
    from: earlier.award_key,
    to: later.award_key,
    values: {
      phase_progression: nextOf(earlier)?.[1] ?? 'I_to_II',
      confidence: Math.min(10, tenths) / 10,
      same_topic: isSameTopic,
      same_pi: isSamePi,
      ...(years !== undefined && { years_between: Math.round(years * 100) / 100 }),
    },
  };
}

function nextOf({ phase }: ProgressionAward): (typeof NEXT)['I' | 'II'] | undefined {
  return phase === 'I' || phase === 'II' ? NEXT[phase] : undefined;
}

function yearsBetween(earlier: string | null, later: string | null): number | undefined {
  if (earlier === null || later === null) return undefined;
  return (Date.parse(later) - Date.parse(earlier)) / DAY_MS / DAYS_PER_YEAR;
}

function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
