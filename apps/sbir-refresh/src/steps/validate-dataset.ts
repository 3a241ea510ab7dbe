import {
  awardColumns,
  datasetMetadata,
  type DatasetMetadata,
  type ValidateDatasetBody,
  type ValidateDatasetEvent,
} from '@pipelines/contracts';
import { compareHeader, judgeHeader } from '../awards/compare-header.ts';
import { scanCsvRecords } from '../csv/scan-csv-records.ts';
import { RefreshError } from '../errors/refresh-error.ts';
import type { StepPorts } from '../ports.ts';
import { compareVintages, type Vintage } from '../reports/compare-vintages.ts';
import { readColumns, readJsonIfExists } from './optional-files.ts';
import { isoTime, resolveRunDate } from './run-date.ts';
import { withCsvFile } from './with-csv-file.ts';
import { writeJson } from './write-report.ts';

const LATEST_METADATA_KEY = 'artifacts/latest/metadata.json';
const MAX_STATE_COLUMNS = 100;
const MAX_COLUMN_CHARACTERS = 80;

/**
 * Check the header of the award file, count and hash it, and compare it with the vintage before.
 *
 * Writes `artifacts/{run_date}/metadata.json` and its copy under `artifacts/latest/`. Safe to run
 * twice: a record of the same day and the same bytes passes its deltas on.
 *
 * @throws {ValidationError} without the object, or when it is empty
 * @throws {SchemaDriftError} when the header differs and may not, or lacks a required column
 * @throws {MalformedCsvError} when a quote never closes
 * @throws {RefreshError} when the bytes are not those that were downloaded
 */
export async function validateDataset(
  input: ValidateDatasetEvent,
  ports: StepPorts,
): Promise<ValidateDatasetBody> {
  const run_date = resolveRunDate(input.run_date, input.s3_key, ports.clock);
  const { previous_metadata_s3_key: previousKey } = input;
  const previous =
    previousKey === undefined
      ? undefined
      : await readJsonIfExists(ports.files, previousKey, datasetMetadata);
  const { vintage, header, warnings } = await readVintage(input, ports);
  const { schema, ...known } = header;
  const comparison = compareVintages({ ...vintage, run_date }, previous);
  const metadata = datasetMetadata.parse({
    dataset: 'sbir_awards',
    s3_bucket: ports.bucket,
    s3_key: input.s3_key,
    source_url: input.source_url,
    run_date,
    refreshed_at_utc: isoTime(ports.clock.now()),
    ...vintage,
    ...known,
    ...comparison,
    warnings: [...warnings, ...comparison.warnings],
    schema,
  });
  const metadata_s3_key = `artifacts/${run_date}/metadata.json`;
  await writeJson(ports.files, metadata_s3_key, metadata);
  await writeJson(ports.files, LATEST_METADATA_KEY, metadata);
  return {
    status: 'success',
    changed: metadata.changed,
    metadata_s3_key,
    latest_metadata_s3_key: LATEST_METADATA_KEY,
    metadata: forState(metadata),
  };
}

/** One pass over the file. */
async function readVintage(input: ValidateDatasetEvent, ports: StepPorts) {
  const expected = await readColumns(ports.files, input.schema_s3_key, awardColumns);
  return withCsvFile(input.s3_key, { ports, read: scanCsvRecords }, async (file) => {
    const schema = compareHeader(expected, file.header);
    const drift = judgeHeader(schema, input.allow_schema_drift);
    let row_count = 0;
    for await (const row of file.rows) row_count = row.number;
    const vintage: Vintage = { ...file.digest(), row_count };
    if (input.expected_sha256 !== undefined && input.expected_sha256 !== vintage.sha256) {
      throw new RefreshError(`The object "${input.s3_key}" is not the file that was downloaded`);
    }
    const { invalidUtf8 } = file.facts();
    const warnings = [
      ...(drift === undefined ? [] : [drift]),
      ...(invalidUtf8 > 0 ? [`Invalid UTF-8: ${invalidUtf8} sequences were replaced`] : []),
    ];
    return { vintage, header: { schema, column_count: file.header.length }, warnings };
  });
}

/** Without what state has no room for: the two column lists, and any but the first drifted names. */
function forState({ schema, ...facts }: DatasetMetadata): ValidateDatasetBody['metadata'] {
  const short = (columns: readonly string[]): string[] =>
    columns.slice(0, MAX_STATE_COLUMNS).map((column) => column.slice(0, MAX_COLUMN_CHARACTERS));
  return {
    ...facts,
    schema: {
      matches_expected: schema.matches_expected,
      missing_columns: short(schema.missing_columns),
      extra_columns: short(schema.extra_columns),
    },
  };
}
