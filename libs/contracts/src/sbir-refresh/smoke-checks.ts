import * as z from 'zod';
import { graphEventFields, nullableKey } from './graph-fields.ts';
import { commonEventFields, count, optionalField, s3Key } from './step-fields.ts';

/** Event of smoke-checks. Without `load_metrics_s3_key` the two checks that need it are left out. */
export const smokeChecksEvent = z.object({
  ...commonEventFields,
  ...graphEventFields,
  load_metrics_s3_key: optionalField(s3Key('artifacts/')),
  validation_report_s3_key: optionalField(s3Key('artifacts/')),
  row_count: optionalField(count),
});

/** Body of smoke checks, passed or not: `passed` decides, and the machine reads it. */
export const smokeChecksBody = z.strictObject({
  status: z.enum(['success', 'failed']),
  passed: z.boolean(),
  smoke_check_json_s3_key: z.string(),
  smoke_check_md_s3_key: z.string(),
  reconciliation_json_s3_key: nullableKey,
  /** R 4.6 has the shape. */
  results: z.record(z.string(), z.json()),
});

export type SmokeChecksEvent = z.output<typeof smokeChecksEvent>;
export type SmokeChecksBody = z.output<typeof smokeChecksBody>;
