import * as z from 'zod';
import { commonEventFields, count, fieldWithDefault, s3Key, warnings } from './step-fields.ts';

/** Where company files may lie; the second is looked at when the first has none. */
export const companyPrefixes = ['raw/companies/', 'reference/companies/'] as const;

/** Event of `profile-inputs`. Source: sbir-contracts.md 2.2. */
export const profileInputsEvent = z.object({
  ...commonEventFields,
  award_csv_s3_key: s3Key('raw/awards/'),
  company_dir_s3_prefix: fieldWithDefault(s3Key(...companyPrefixes), 'raw/companies/'),
  company_schema_s3_key: fieldWithDefault(s3Key('schemas/'), 'schemas/sbir_company_columns.json'),
  require_company_files: fieldWithDefault(z.boolean(), false),
});

/** Body of `profile-inputs`. Drift is of company files only, and never an error. */
export const profileInputsBody = z.strictObject({
  status: z.literal('success'),
  profile_json_s3_key: z.string(),
  profile_md_s3_key: z.string(),
  schema_drift_detected: z.boolean(),
  company_files: count,
  company_rows: count,
  warnings,
});

export type ProfileInputsEvent = z.output<typeof profileInputsEvent>;
export type ProfileInputsBody = z.output<typeof profileInputsBody>;
