import * as z from 'zod';

/** Body of every failure that is returned and not thrown. */
export const stepFailure = z.strictObject({
  status: z.literal('error'),
  error: z.string(),
  /** Literal name of the error, as Retry of the machine lists it. */
  error_type: z.string(),
});

/**
 * What a step's Lambda returns: 200 with the step's body; 400 for a failure that no retry can cure,
 * 500 for any other. A state machine sees only 200: for it, failures are thrown.
 *
 * @param body - of success; every field of it is always present, `null` when it has no value
 * Source: sbir-contracts.md 2.1
 */
export function stepEnvelope<Body extends z.ZodType>(body: Body) {
  return z.discriminatedUnion('statusCode', [
    z.strictObject({ statusCode: z.literal(200), body }),
    z.strictObject({ statusCode: z.literal([400, 500]), body: stepFailure }),
  ]);
}

export type StepFailure = z.output<typeof stepFailure>;
