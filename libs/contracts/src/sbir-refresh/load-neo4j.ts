import * as z from 'zod';
import { flag, graphEventFields, graphScope, nullableKey } from './graph-fields.ts';
import { commonEventFields, count, optionalField, s3Key } from './step-fields.ts';

/** A cursor travels through the state of the machine. Source: sbir-contracts.md 5.3. */
const LARGEST_CURSOR_BYTES = 8_192;

/** Where a load that ran out of time goes on. The same cursor twice gives the same graph. */
export const loadCursor = z
  .strictObject({
    stage: z.string().min(1).max(64),
    /** Items of the stage that are committed, in order of first appearance. */
    offset: count,
    /** Number of the invocation, from 1. */
    chunk: count,
    /** Sums so far by stage; zeros are left out. */
    counts: z.record(z.string().max(64), z.record(z.string().max(64), count)),
  })
  .refine((cursor) => JSON.stringify(cursor).length <= LARGEST_CURSOR_BYTES, {
    error: `must have at most ${LARGEST_CURSOR_BYTES} bytes as JSON`,
  });

/** Event of load-neo4j. Source: sbir-contracts.md 2.2. */
export const loadNeo4jEvent = z.object({
  ...commonEventFields,
  ...graphEventFields,
  validated_csv_s3_key: s3Key('processed/ingestion/'),
  graph_scope: graphScope,
  include_personal: flag(false),
  cursor: optionalField(loadCursor),
});

/** Counts of a load, `awards_submitted`, `companies_created` and so on; R 4.4 has the list. */
export const loadResult = z.looseObject({
  status: z.string(),
  errors: count,
  duration_seconds: z.number().nonnegative(),
  skip_reasons: z.record(z.string(), count),
});

/** Body of a load, or of one chunk of it. */
export const loadNeo4jBody = z.strictObject({
  status: z.enum(['success', 'partial', 'failed']),
  load_status: z.enum(['success', 'partial', 'error']),
  done: z.boolean(),
  /** While not done; null afterwards. */
  cursor: loadCursor.nullable(),
  /** Null while not done. */
  check_passed: z.boolean().nullable(),
  metrics_s3_key: nullableKey,
  summary_md_s3_key: nullableKey,
  /** Distinct award keys so far. */
  awards_submitted: count,
  awards_tombstoned: count,
  load_result: loadResult,
});

export type LoadCursor = z.output<typeof loadCursor>;
export type LoadNeo4jEvent = z.output<typeof loadNeo4jEvent>;
export type LoadNeo4jBody = z.output<typeof loadNeo4jBody>;
