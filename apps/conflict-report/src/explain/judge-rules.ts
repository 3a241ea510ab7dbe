import type { ExplainedRule } from '@pipelines/contracts';
import type { Comparison, PairFacts } from './pair-facts.ts';

type States = 'scheduled' | 'performed' | 'mixed';

interface Rule {
  readonly flag: string;
  readonly name: string;
  readonly states: States;
  readonly test: 'same' | 'overlap' | 'travel';
}

/** In the order of their numbers. Source: conflict-report.md 6.7. */
const RULES: readonly Rule[] = [
  { flag: 'SameSchTimeFlag', name: 'same scheduled time', states: 'scheduled', test: 'same' },
  { flag: 'SameVisitTimeFlag', name: 'same performed time', states: 'performed', test: 'same' },
  {
    flag: 'SchAndVisitTimeSameFlag',
    name: 'scheduled time same as performed time',
    states: 'mixed',
    test: 'same',
  },
  {
    flag: 'SchOverAnotherSchTimeFlag',
    name: 'scheduled times overlap',
    states: 'scheduled',
    test: 'overlap',
  },
  {
    flag: 'VisitTimeOverAnotherVisitTimeFlag',
    name: 'performed times overlap',
    states: 'performed',
    test: 'overlap',
  },
  {
    flag: 'SchTimeOverVisitTimeFlag',
    name: 'scheduled time overlaps performed time',
    states: 'mixed',
    test: 'overlap',
  },
  {
    flag: 'DistanceFlag',
    name: 'too far to travel in the gap',
    states: 'performed',
    test: 'travel',
  },
];

const WANTED: Readonly<Record<States, string>> = {
  scheduled: 'two visits that have not begun',
  performed: 'two performed visits',
  mixed: 'a visit that has not begun with a performed one',
};

/**
 * What TASK_02 found for each of the seven rules, and the numbers behind it as a sentence.
 *
 * Whether a rule fired is TASK_02's word alone; the sentences are told from the same numbers.
 */
export function judgeRules(facts: PairFacts): ExplainedRule[] {
  const { comparison, stored } = facts;
  return RULES.map((rule, index) => {
    const fired = comparison?.flags[index] === 'Y';
    return {
      rule: index + 1,
      flag: rule.flag,
      name: rule.name,
      fired,
      stored_flag: yesOrNo(stored?.flags[index]),
      why: comparison
        ? reasonOf(rule, { fired, facts, comparison })
        : 'Not compared: see the reasons',
    };
  });
}

interface Judged {
  readonly fired: boolean;
  readonly facts: PairFacts;
  readonly comparison: Comparison;
}

function reasonOf(rule: Rule, judged: Judged): string {
  const states = statesOf(judged.facts);
  if (states !== rule.states) {
    return `It is for ${WANTED[rule.states]}; this pair is ${WANTED[states]}`;
  }
  if (rule.test === 'same') return sameText(judged);
  return rule.test === 'overlap' ? overlapText(judged) : travelText(judged);
}

/** Only visits with both or none of their performed times are compared. */
function statesOf({ visit, con_visit }: PairFacts): States {
  if (visit.state !== con_visit.state) return 'mixed';
  return visit.state === 'performed' ? 'performed' : 'scheduled';
}

function sameText({ fired, facts: { pair } }: Judged): string {
  if (fired) return 'Both visits start and end at the same time';
  if (pair.overlap_minutes === null) return 'A time is missing';
  return 'They do not start and end at the same time';
}

function overlapText({ fired, facts: { pair } }: Judged): string {
  const { overlap_minutes: overlap, are_times_equal } = pair;
  if (overlap === null) return 'A time is missing';
  if (fired) {
    return overlap > 0
      ? `They overlap by ${minutes(overlap)}`
      : 'Each starts before the other ends, for one ends before it starts';
  }
  if (are_times_equal) return 'Equal times are the rule for the same time';
  if (overlap === 0) return 'They touch, which is no overlap';
  return `${minutes(-overlap)} lie between them`;
}

function travelText({ fired, comparison, facts }: Judged): string {
  const { gap_minutes: gap, miles, miles_per_hour: speed, travel_minutes: travel } = comparison;
  if (!facts.pair.is_same_date)
    return 'The visits have two dates: only overlaps count between them';
  if (gap === 0) {
    return (facts.pair.overlap_minutes ?? 0) > 0
      ? 'They overlap: there is no gap to travel in'
      : 'They touch: the gap must be more than 0 minutes';
  }
  if (miles === null) return `${placelessText(facts)}, so there is no distance`;
  if (speed === null)
    return `No speed band holds ${miles.toFixed(2)} miles, so there is no travel time`;
  if (travel === null)
    return `The speed for ${miles.toFixed(2)} miles is 0, so there is no travel time`;
  const needed = `${miles.toFixed(2)} miles at ${speed} mph take ${minutes(travel)}`;
  return `${needed}; the gap is ${minutes(gap)}, which is ${fired ? 'too short' : 'enough'}`;
}

function placelessText({ visit, con_visit }: PairFacts): string {
  if (visit.place === null && con_visit.place === null) return 'Neither visit has a place';
  return `The ${visit.place === null ? 'first' : 'second'} visit has no place`;
}

function minutes(value: number): string {
  return `${value.toFixed(2)} min`;
}

function yesOrNo(flag: string | null | undefined): 'Y' | 'N' | null {
  return flag === 'Y' || flag === 'N' ? flag : null;
}
