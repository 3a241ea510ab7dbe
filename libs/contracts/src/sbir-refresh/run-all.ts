import * as z from 'zod';
import { refreshInput } from './refresh-input.ts';
import { commonEventFields, sha256 } from './step-fields.ts';

/**
 * Event of run-all: the input of the machine, and what every event may carry. As in that input, an
 * unknown key is refused. Source: sbir-contracts.md 2.2.
 */
export const runAllEvent = z.strictObject({ ...commonEventFields, ...refreshInput.shape });

/** What run-all answers; it travels as JSON text, as API Gateway wants it. */
export const runAllBody = z.strictObject({
  status: z.enum(['success', 'skipped', 'error']),
  message: z.string(),
  /** SHA-256 of the award file; null where the run failed. */
  csv_hash: sha256.nullable(),
  /** Whether the file, or the graph, differed from the last run; null where the run failed. */
  has_changes: z.boolean().nullable(),
});

/** The answer of run-all; status codes are those of every step. */
export const runAllEnvelope = z.strictObject({
  statusCode: z.literal([200, 400, 500]),
  body: z.string().describe('runAllBody as JSON'),
});

export type RunAllEvent = z.output<typeof runAllEvent>;
export type RunAllBody = z.output<typeof runAllBody>;
export type RunAllEnvelope = z.output<typeof runAllEnvelope>;
