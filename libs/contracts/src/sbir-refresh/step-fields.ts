import * as z from 'zod';

const MAX_CHARACTERS = 2048;
/** Bodies travel as state: lists in them have an end. */
const MAX_LISTED = 100;

/**
 * A field for which `null`, `""` and absence mean the same: no value.
 * Source: sbir-contracts.md, conventions.
 */
export function optionalField<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess(
    (value) => (value === null || value === '' ? undefined : value),
    schema.optional(),
  );
}

/** {@link optionalField} with the value that absence stands for. */
export function fieldWithDefault<Schema extends z.ZodType>(
  schema: Schema,
  value: z.output<Schema>,
) {
  return z.preprocess(
    (given) => (given === null || given === '' ? undefined : given),
    schema.optional().transform((given) => given ?? value),
  );
}

/** Text of an event: at most 2048 characters. */
export const eventText = z
  .string({ error: 'must be text' })
  .max(MAX_CHARACTERS, { error: `must have at most ${MAX_CHARACTERS} characters` });

/** `YYYY-MM-DD`, in UTC. */
export const runDate = z.iso.date({ error: 'must be a date such as 2025-01-20' });

/**
 * Key of an object, or prefix of keys, that a function may touch: under one of `prefixes`, without
 * `..`. An event cannot make a function read anything else. Source: security.md S14.
 */
export function s3Key(...prefixes: readonly string[]) {
  return eventText
    .refine((key) => !key.includes('..'), { error: 'must not contain ..' })
    .refine((key) => prefixes.some((prefix) => key.startsWith(prefix)), {
      error: `must start with ${prefixes.join(' or ')}`,
    });
}

/** SHA-256 in 64 hex digits. */
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/, { error: 'must be 64 hex digits' });

/** What every event may carry. `s3_bucket` is the environment's where it is absent. */
export const commonEventFields = {
  raise_on_error: fieldWithDefault(z.boolean({ error: 'must be true or false' }), false).describe(
    'throw named errors, as a state machine needs; else failures come back as an envelope',
  ),
  execution_arn: optionalField(eventText),
  execution_name: optionalField(eventText),
  state_name: optionalField(eventText),
  s3_bucket: optionalField(eventText),
  run_date: optionalField(runDate),
};

/** Texts for the reader on call. */
export const warnings = z.array(z.string()).max(MAX_LISTED);

export const count = z.int().nonnegative();
export const fraction = z.number().min(0).max(1);
