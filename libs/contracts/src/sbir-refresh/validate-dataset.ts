import * as z from 'zod';
import {
  commonEventFields,
  count,
  eventText,
  fieldWithDefault,
  optionalField,
  s3Key,
  sha256,
  warnings,
} from './step-fields.ts';

/** Where the award file is published; the default of every `source_url`. */
export const DEFAULT_SOURCE_URL = 'https://data.www.sbir.gov/mod_awarddatapublic/award_data.csv';

/** Event of `validate-dataset`. Source: sbir-contracts.md 2.2. */
export const validateDatasetEvent = z.object({
  ...commonEventFields,
  s3_key: s3Key('raw/awards/'),
  expected_sha256: optionalField(sha256),
  schema_s3_key: fieldWithDefault(s3Key('schemas/'), 'schemas/sbir_awards_columns.json'),
  previous_metadata_s3_key: optionalField(s3Key('artifacts/latest/')),
  source_url: fieldWithDefault(eventText, DEFAULT_SOURCE_URL),
  allow_schema_drift: fieldWithDefault(z.boolean(), false),
});

const headerComparison = {
  matches_expected: z.boolean(),
  missing_columns: z.array(z.string()),
  extra_columns: z.array(z.string()),
};

const metadataFields = {
  dataset: z.literal('sbir_awards'),
  s3_bucket: z.string(),
  s3_key: z.string(),
  source_url: z.string(),
  run_date: z.string(),
  refreshed_at_utc: z.iso.datetime(),
  sha256,
  bytes: count,
  row_count: count,
  column_count: count,
  row_delta: z.int().nullable(),
  row_delta_pct: z.number().nullable(),
  changed: z.boolean(),
  warnings,
  /** Sizes of up to eight vintages, newest last. */
  recent_bytes: z.array(count).max(8),
};

/** The file `metadata.json`: a vintage of the award file and how it differs from the one before. */
export const datasetMetadata = z.strictObject({
  ...metadataFields,
  schema: z.strictObject({
    ...headerComparison,
    expected_columns: z.array(z.string()),
    observed_columns: z.array(z.string()),
  }),
});

/** Body of `validate-dataset`; the metadata lack the two column lists, which state cannot hold. */
export const validateDatasetBody = z.strictObject({
  status: z.literal('success'),
  changed: z.boolean(),
  metadata_s3_key: z.string(),
  latest_metadata_s3_key: z.string(),
  metadata: z.strictObject({ ...metadataFields, schema: z.strictObject(headerComparison) }),
});

export type ValidateDatasetEvent = z.output<typeof validateDatasetEvent>;
export type DatasetMetadata = z.output<typeof datasetMetadata>;
export type ValidateDatasetBody = z.output<typeof validateDatasetBody>;
