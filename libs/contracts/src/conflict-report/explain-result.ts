import * as z from 'zod';

/** As the database keeps it: UTC, without saying so. */
const databaseTime = z.iso.datetime({ local: true });
const yesOrNo = z.enum(['Y', 'N']).nullable();

/** A place by what it was taken from; where it is, is not told. */
const placeKind = z.enum(['call_out_gps', 'call_in_gps', 'home_address']);

/** One of the two visits: when it was, and what is known of where. Nothing tells who. */
const explainedVisit = z.strictObject({
  visit_id: z.string(),
  state: z.enum(['unknown', 'scheduled', 'performed', 'half_performed']),
  visit_date: z.iso.date().nullable(),
  /** The performed time, or the scheduled one of a visit that has not begun. */
  starts: databaseTime.nullable(),
  ends: databaseTime.nullable(),
  place: placeKind.nullable(),
  is_missed: z.boolean(),
});

/** Why TASK_02 does not look at the pair, by the names that tests and scripts may rely on. */
const explainReasonCodes = [
  'visit_unknown',
  'visit_outside_window',
  'caregiver_unknown',
  'ssn_missing',
  'ssn_excluded',
  'provider_unknown',
  'provider_inactive',
  'provider_demo',
  'agency_excluded',
  'half_performed',
  'same_provider',
  'different_person',
  'different_date',
  'pair_unknown',
  'conflict_id_missing',
  'event_dates_present',
  'stored_date_outside_window',
] as const;

const explainReason = z.strictObject({
  code: z.enum(explainReasonCodes),
  about: z.enum(['visit', 'con_visit', 'pair']),
  /** A fixed sentence of the function's own; at most a date is filled in. */
  text: z.string(),
});

/** What TASK_02 computed for the pair; minutes are exact, miles and travel time to 2 decimals. */
const comparison = z.strictObject({
  /** Positive: they overlap; negative: so much lies between them; null: a time is missing. */
  overlap_minutes: z.number().nullable(),
  /** Between two performed visits, and 0 when they overlap or touch. */
  gap_minutes: z.number(),
  distance_multiplier: z.number(),
  miles: z.number().nullable(),
  speed_band: z.strictObject({ from: z.number(), to: z.number() }).nullable(),
  miles_per_hour: z.number().nullable(),
  travel_minutes: z.number().nullable(),
});

const explainedRule = z.strictObject({
  rule: z.int().min(1).max(7),
  /** Column of `conflictvisitmaps`. */
  flag: z.string(),
  name: z.string(),
  fired: z.boolean(),
  /** What the table holds now: Y stays when the rule no longer fires. */
  stored_flag: yesOrNo,
  why: z.string(),
});

/**
 * Body of an `explain`: what TASK_02 makes of one pair of visits at `as_of`, and why.
 *
 * `is_conflict`: a rule fires. `is_refreshed`: TASK_02 would also write it, for the table has the
 * pair and it is due. Without `comparison` the rules were not asked, and `reasons` says why. Holds
 * no SSN, name, address or coordinate.
 */
export const explainResult = z.strictObject({
  status: z.literal('success'),
  action: z.literal('explain'),
  as_of: z.iso.datetime(),
  verdict: z.string(),
  is_conflict: z.boolean(),
  is_refreshed: z.boolean(),
  reasons: z.array(explainReason),
  visit: explainedVisit,
  con_visit: explainedVisit,
  comparison: comparison.nullable(),
  rules: z.array(explainedRule).length(7),
  stored: z.strictObject({ status: z.string().nullable(), is_marked: z.boolean() }).nullable(),
});

export type ExplainResult = z.output<typeof explainResult>;
export type ExplainedRule = z.output<typeof explainedRule>;
export type ExplainedVisit = z.output<typeof explainedVisit>;
export type ExplainReason = z.output<typeof explainReason>;
