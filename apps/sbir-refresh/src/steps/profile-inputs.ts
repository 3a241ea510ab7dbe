import {
  awardColumns,
  companyColumns,
  type ProfileInputsBody,
  type ProfileInputsEvent,
} from '@pipelines/contracts';
import { compareHeader } from '../awards/compare-header.ts';
import { listCompanyFiles } from '../companies/list-company-files.ts';
import { readCsvRecords, type CsvReader } from '../csv/read-csv-records.ts';
import { scanCsvRecords } from '../csv/scan-csv-records.ts';
import { ValidationError } from '../errors/validation-error.ts';
import type { StepPorts } from '../ports.ts';
import { profilePage, type FileProfile, type InputsProfile } from '../reports/profile-page.ts';
import { readColumns } from './optional-files.ts';
import { isoTime, resolveRunDate } from './run-date.ts';
import { withCsvFile } from './with-csv-file.ts';
import { writeJson, writeMarkdown } from './write-report.ts';

/** More company files than this are counted, but not each is warned about. */
const MAX_WARNINGS = 20;

/**
 * Count the rows and compare the headers of the award file and of every company file.
 *
 * Writes `inputs_profile.json` and `.md`. Missing and drifted company files are warnings.
 *
 * @throws {ValidationError} without the award file, or without required company files
 * @throws {MalformedCsvError} when a quote of one of the files never closes
 */
export async function profileInputs(
  input: ProfileInputsEvent,
  ports: StepPorts,
): Promise<ProfileInputsBody> {
  const keys = await listCompanyFiles(ports.files, input.company_dir_s3_prefix);
  if (keys.length === 0 && input.require_company_files) {
    throw new ValidationError(`There are no company files under "${input.company_dir_s3_prefix}"`);
  }
  const expected = await readColumns(ports.files, input.company_schema_s3_key, companyColumns);
  const award = await profileFile(
    input.award_csv_s3_key,
    { ports, read: scanCsvRecords },
    awardColumns,
  );
  const company_files: FileProfile[] = [];
  for (const key of keys) {
    company_files.push(await profileFile(key, { ports, read: readCsvRecords }, expected));
  }
  const profile: InputsProfile = {
    generated_at_utc: isoTime(ports.clock.now()),
    award,
    company_files,
    totals: {
      company_files: keys.length,
      company_rows: company_files.reduce((sum, { row_count }) => sum + row_count, 0),
    },
  };
  const runDate = resolveRunDate(input.run_date, input.award_csv_s3_key, ports.clock);
  const base = `artifacts/${runDate}/inputs_profile`;
  const drifted = company_files.filter(({ schema }) => !schema.matches_expected);
  return {
    status: 'success',
    profile_json_s3_key: await writeJson(ports.files, `${base}.json`, profile),
    profile_md_s3_key: await writeMarkdown(ports.files, `${base}.md`, profilePage(profile)),
    schema_drift_detected: drifted.length > 0,
    ...profile.totals,
    warnings: warningsOf(input, keys, drifted),
  };
}

function profileFile(
  path: string,
  options: { readonly ports: StepPorts; readonly read: CsvReader },
  expected: readonly string[],
): Promise<FileProfile> {
  return withCsvFile(path, options, async (file) => {
    let row_count = 0;
    for await (const row of file.rows) row_count = row.number;
    return {
      path,
      row_count,
      column_count: file.header.length,
      columns: file.header,
      schema: compareHeader(expected, file.header),
    };
  });
}

const warningsOf = (
  input: ProfileInputsEvent,
  keys: readonly string[],
  drifted: readonly FileProfile[],
): string[] => [
  ...(keys.length === 0
    ? [`There are no company files under "${input.company_dir_s3_prefix}"`]
    : []),
  ...drifted.slice(0, MAX_WARNINGS).map(({ path }) => `The header of "${path}" differs`),
];
