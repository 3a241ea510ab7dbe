import * as z from 'zod';
import {
  commonEventFields,
  count,
  fraction,
  optionalField,
  runDate,
  sha256,
} from './step-fields.ts';

/**
 * What record-success reads of the machine's working document. Results of steps pass through to the
 * manifest as they are. Source: sbir-contracts.md 1.1 and 8.
 */
const workingDocument = z.looseObject({
  body: z.looseObject({
    s3_bucket: z.string(),
    s3_key: z.string(),
    sha256,
    file_size: count,
    row_count: count,
    source_url: z.string(),
    downloaded_at: z.string(),
    run_date: runDate,
  }),
  ingestion: z.looseObject({
    summary: z.looseObject({ threshold: fraction }),
    award_index_s3_key: z.string(),
  }),
  enrichment: z.looseObject({ match_rate: fraction.nullable() }).nullable(),
  smoke: z.looseObject({ passed: z.boolean().nullable() }),
});

/** Event of `record-success`. */
export const recordSuccessEvent = z.object({
  ...commonEventFields,
  document: workingDocument,
  started_at: optionalField(z.iso.datetime({ offset: true })),
  execution_input: z.unknown(),
});

/** How many awards differ from the vintage before. */
export const digestCounts = z.strictObject({
  added: count,
  removed: count,
  changed: count,
  unchanged: count,
});

/** Body of `record-success`; keys and counts of the digest are null when it could not be made. */
export const recordSuccessBody = z.strictObject({
  status: z.literal('success'),
  run_manifest_s3_key: z.string(),
  last_success_s3_key: z.string(),
  change_digest_json_s3_key: z.string().nullable(),
  change_digest_md_s3_key: z.string().nullable(),
  digest_counts: digestCounts.nullable(),
  graph_loaded: z.boolean(),
});

/** The file `state/last_success.json`: what the next run is compared with. */
export const lastSuccess = z.object({
  schema_version: z.literal(1),
  sha256,
  s3_key: z.string(),
  row_count: count,
  bytes: count,
  run_date: z.string(),
  execution_arn: z.string().nullable(),
  completed_at: z.string(),
  graph_loaded: z.boolean(),
  match_rate: fraction.nullable(),
  award_index_s3_key: z.string(),
  run_manifest_s3_key: z.string(),
});

export type RecordSuccessEvent = z.output<typeof recordSuccessEvent>;
export type WorkingDocument = z.output<typeof workingDocument>;
export type DigestCounts = z.output<typeof digestCounts>;
export type RecordSuccessBody = z.output<typeof recordSuccessBody>;
export type LastSuccess = z.output<typeof lastSuccess>;
