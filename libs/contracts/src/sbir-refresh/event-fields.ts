import * as z from 'zod';

/** Longest text that an event may carry. Source: sbir-contracts.md 2.1. */
const LONGEST_TEXT = 2_048;

/**
 * A field that may be left out: absent, `null` and `""` mean the same in every event.
 *
 * @param schema - of the value where there is one; give it a `.default()` to fill the gap
 */
export function blankable<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((value) => (value === null || value === '' ? undefined : value), schema);
}

/** Text of at most 2048 characters. */
export const eventText = z
  .string({ error: 'must be text' })
  .max(LONGEST_TEXT, { error: `must have at most ${LONGEST_TEXT} characters` });

/** A text that may be left out. */
export const optionalText = blankable(eventText.optional());

/** A yes or no that may be left out; a text `"true"` is refused, for it was meant otherwise somewhere. */
export const flag = (fallback: boolean) =>
  blankable(z.boolean({ error: 'must be true or false, without quotes' }).default(fallback));

/** `2026-11-23`, in UTC: the folder of a run. */
export const runDate = z.iso.date({ error: 'must be a date such as 2026-11-23' });

/** Fields that the event of every step may have. Source: sbir-contracts.md 2.1. */
export const commonEventFields = {
  raise_on_error: flag(false).describe('a state machine is calling: failures are thrown'),
  execution_arn: optionalText,
  execution_name: optionalText,
  state_name: optionalText,
  run_date: blankable(runDate.optional()),
};

/** Which graph a step works on. */
export const graphEventFields = {
  neo4j_secret_name: optionalText,
  graph_profile: blankable(
    z.enum(['award-company', 'unified'], { error: 'must be award-company or unified' }).optional(),
  ),
};

/** A whole number from 0. */
export const count = z.int().nonnegative();

/** Key of an object, or null where there is none. */
export const nullableKey = z.string().nullable();
