import * as z from 'zod';

/**
 * One check of a validator. `finding` is a fixed sentence of the function's own; what was found in
 * the database is in `counts` alone, so that no value of a row can leave with it.
 */
const validationCheck = z.strictObject({
  name: z.string(),
  status: z.enum(['passed', 'warning', 'failed']),
  finding: z.string().optional(),
  counts: z.record(z.string(), z.number()),
});

/**
 * Body of `validate_task_01` and `validate_task_02`: the checks were made, whatever they found.
 *
 * A warning counts as passed. Source: conflict-report.md section 8.
 */
export const validationResult = z.strictObject({
  status: z.literal('success'),
  action: z.enum(['validate_task_01', 'validate_task_02']),
  as_of: z.iso.datetime(),
  passed: z.int().nonnegative(),
  total: z.int().positive(),
  checks: z.array(validationCheck),
});

export type ValidationCheck = z.output<typeof validationCheck>;
export type ValidationResult = z.output<typeof validationResult>;
