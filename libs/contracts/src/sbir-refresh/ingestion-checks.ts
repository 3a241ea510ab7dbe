import * as z from 'zod';
import {
  commonEventFields,
  count,
  eventText,
  fieldWithDefault,
  fraction,
  optionalField,
  s3Key,
  sha256,
} from './step-fields.ts';

/** Event of `ingestion-checks`. Source: sbir-contracts.md 2.2. */
export const ingestionChecksEvent = z.object({
  ...commonEventFields,
  csv_s3_key: s3Key('raw/awards/'),
  expected_sha256: optionalField(sha256),
  table_name: fieldWithDefault(eventText, 'sbir_awards_refresh'),
  pass_rate_threshold: fieldWithDefault(fraction, 0.95),
  allow_schema_drift: fieldWithDefault(z.boolean(), false),
});

/** What a run says of its rows; `passed_records` is the sum of the three counts below it. */
export const ingestionSummary = z.strictObject({
  total_records: count,
  passed_records: count,
  failed_records: count,
  malformed_records: count,
  distinct_award_keys: count,
  editions_collapsed: count,
  exact_duplicate_rows: count,
  pass_rate: fraction,
  threshold: fraction,
  issues_by_severity: z.strictObject({ ERROR: count, WARNING: count }),
  issues_by_field: z.record(z.string(), count),
});

/** Body of `ingestion-checks`. Below the threshold it is a result, on which the machine decides. */
export const ingestionChecksBody = z.strictObject({
  status: z.enum(['success', 'validation_failed']),
  passed: z.boolean(),
  summary: ingestionSummary,
  validated_csv_s3_key: z.string(),
  duckdb_s3_key: z.null(),
  raw_metadata_s3_key: z.string(),
  validated_metadata_s3_key: z.string(),
  validation_report_s3_key: z.string(),
  issues_s3_key: z.string(),
  award_index_s3_key: z.string(),
});

export type IngestionChecksEvent = z.output<typeof ingestionChecksEvent>;
export type IngestionSummary = z.output<typeof ingestionSummary>;
export type IngestionChecksBody = z.output<typeof ingestionChecksBody>;
