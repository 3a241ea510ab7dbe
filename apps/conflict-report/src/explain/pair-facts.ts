import * as z from 'zod';

const visitFacts = z.object({
  visit_id: z.string(),
  /** TASK_02 took it into its list of visits. */
  is_listed: z.boolean(),
  is_known: z.boolean(),
  visit_date: z.string().nullable(),
  is_in_window: z.boolean(),
  has_caregiver: z.boolean(),
  has_ssn: z.boolean(),
  has_provider: z.boolean(),
  is_provider_active: z.boolean(),
  is_provider_demo: z.boolean(),
  is_agency_excluded: z.boolean(),
  is_ssn_excluded: z.boolean(),
  is_missed: z.boolean(),
  state: z.enum(['scheduled', 'performed', 'half_performed']),
  starts: z.string().nullable(),
  ends: z.string().nullable(),
  place: z.enum(['call_out_gps', 'call_in_gps', 'home_address']).nullable(),
});

/** Flags of the seven rules, in the order of their numbers. */
const flags = z.array(z.string().nullable()).length(7);

/** The answer of `explain_report.sql`: facts, of which the pure functions beside make sentences. */
export const pairFacts = z.object({
  date_window: z.object({ first_date: z.string(), last_date: z.string() }),
  visit: visitFacts,
  con_visit: visitFacts,
  pair: z.object({
    is_same_date: z.boolean(),
    /** Overlaps past midnight count: two dates keep no pair apart. */
    are_dates_compared: z.boolean(),
    is_same_person: z.boolean(),
    is_same_provider: z.boolean(),
    are_times_equal: z.boolean(),
    overlap_minutes: z.number().nullable(),
  }),
  stored: z
    .object({
      /** TASK_02 would look at this row. */
      is_due: z.boolean(),
      has_conflict_id: z.boolean(),
      has_event: z.boolean(),
      is_marked: z.boolean(),
      stored_date: z.string().nullable(),
      is_stored_date_in_window: z.boolean(),
      status: z.string().nullable(),
      flags,
    })
    .nullable(),
  /** What TASK_02 computed; null when it does not compare the two visits. */
  comparison: z
    .object({
      gap_minutes: z.number(),
      distance_multiplier: z.number(),
      miles: z.number().nullable(),
      speed_band: z.object({ from: z.number(), to: z.number() }).nullable(),
      miles_per_hour: z.number().nullable(),
      travel_minutes: z.number().nullable(),
      flags,
    })
    .nullable(),
});

export type PairFacts = z.output<typeof pairFacts>;
export type VisitFacts = PairFacts['visit'];
export type Comparison = NonNullable<PairFacts['comparison']>;
