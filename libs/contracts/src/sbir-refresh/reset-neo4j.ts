import * as z from 'zod';
import { flag, graphEventFields } from './graph-fields.ts';
import { commonEventFields, count, eventText, optionalField } from './step-fields.ts';

/** Event of reset-neo4j. Source: sbir-contracts.md 2.2 and 5.5. */
export const resetNeo4jEvent = z.object({
  ...commonEventFields,
  ...graphEventFields,
  reset_neo4j: flag(false),
  confirm_reset: optionalField(eventText).describe('name of the database, or the reset is refused'),
  dry_run: flag(false).describe('count only; needs no confirmation'),
});

/** What a reset removes. */
export const resetCounts = z.strictObject({
  awards: count,
  companies: count,
  researchers: count,
  institutions: count,
  relationships: count,
  companies_total: count,
});

/** Body of a reset; of `deleted` and `would_delete` one is null. */
export const resetNeo4jBody = z.strictObject({
  status: z.literal('success'),
  dry_run: z.boolean(),
  database: z.string(),
  deleted: resetCounts.nullable(),
  would_delete: resetCounts.nullable(),
});

export type ResetNeo4jEvent = z.output<typeof resetNeo4jEvent>;
export type ResetNeo4jBody = z.output<typeof resetNeo4jBody>;
