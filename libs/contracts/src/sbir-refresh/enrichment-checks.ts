import * as z from 'zod';
import { companyPrefixes } from './profile-inputs.ts';
import {
  commonEventFields,
  count,
  fieldWithDefault,
  fraction,
  s3Key,
  warnings,
} from './step-fields.ts';

const score = z.number().min(0).max(100);

/** Event of `enrichment-checks`; thresholds are token-set ratios of 0 to 100. */
export const enrichmentChecksEvent = z.object({
  ...commonEventFields,
  awards_csv_s3_key: s3Key('raw/awards/'),
  company_dir_s3_prefix: fieldWithDefault(s3Key(...companyPrefixes), 'raw/companies/'),
  high_threshold: fieldWithDefault(score, 90),
  low_threshold: fieldWithDefault(score, 75),
});

/** Body of `enrichment-checks`; `skipped`, with nulls, where there are no company files. */
export const enrichmentChecksBody = z.strictObject({
  status: z.enum(['success', 'skipped']),
  match_rate: fraction.nullable(),
  matched_awards: count.nullable(),
  enrichment_json_s3_key: z.string().nullable(),
  enrichment_md_s3_key: z.string().nullable(),
  warnings,
});

export type EnrichmentChecksEvent = z.output<typeof enrichmentChecksEvent>;
export type EnrichmentChecksBody = z.output<typeof enrichmentChecksBody>;
