import {
  awardColumns,
  type IngestionChecksBody,
  type IngestionChecksEvent,
} from '@pipelines/contracts';
import { createAwardChecker, type CheckedFile } from '../awards/check-awards.ts';
import { compareHeader, judgeHeader } from '../awards/compare-header.ts';
import { formatCsvRecord } from '../csv/format-csv-record.ts';
import { scanCsvRecords, type ScannedRecords } from '../csv/scan-csv-records.ts';
import { RefreshError } from '../errors/refresh-error.ts';
import type { StepPorts } from '../ports.ts';
import {
  ingestionPage,
  ingestionSummaryOf,
  validatedMetadata,
  validationReport,
} from '../reports/ingestion-report.ts';
import { rawMetadata } from '../reports/raw-metadata.ts';
import { collectBytes, openOutput } from './open-output.ts';
import { readColumns } from './optional-files.ts';
import { resolveRunDate } from './run-date.ts';
import { withCsvFile, type CsvFile } from './with-csv-file.ts';
import { writeJson, writeMarkdown } from './write-report.ts';

const SCHEMA_KEY = 'schemas/sbir_awards_columns.json';
const GZIP_TYPE = 'application/gzip';

/** Ports of ingestion-checks. */
export interface IngestionPorts extends StepPorts {
  /** `ALLOW_ZERO_AMOUNT`: an award of 0 passes with a warning. */
  readonly allowZeroAmount?: boolean;
}

/**
 * Judge every row, and write what passed with the reports on what did not.
 *
 * One pass, constant memory: validated CSV and issues are streamed out while the file is read. Safe
 * to run twice: the same file makes the same objects. Below the threshold it *returns*
 * `validation_failed`; the machine decides.
 *
 * @throws {ValidationError} without the object, or when it is empty
 * @throws {SchemaDriftError} when the header differs and may not, or lacks a required column
 * @throws {MalformedCsvError} on more than 0.1 % records of a wrong width, or an open quote
 * @throws {RefreshError} when the bytes are not those that were downloaded
 */
export async function ingestionChecks(
  input: IngestionChecksEvent,
  ports: IngestionPorts,
): Promise<IngestionChecksBody> {
  const startMs = ports.clock.now();
  const runDate = resolveRunDate(input.run_date, input.csv_s3_key, ports.clock);
  const expected = await readColumns(ports.files, SCHEMA_KEY, awardColumns);
  return withCsvFile(input.csv_s3_key, { ports, read: scanCsvRecords }, async (file) => {
    judgeHeader(compareHeader(expected, file.header), input.allow_schema_drift);
    const { header } = file;
    const { checked, keys } = await checkRows(file, { input, ports, runDate });
    const raw = rawMetadata(checked, {
      tableName: input.table_name,
      columns: header,
      sizeBytes: file.digest().bytes,
      startMs,
      endMs: ports.clock.now(),
    });
    const reports = await writeReports(checked, { input, ports, runDate, header, raw });
    const passed = reports.summary.pass_rate >= reports.summary.threshold;
    return {
      status: passed ? 'success' : 'validation_failed',
      passed,
      duckdb_s3_key: null,
      ...reports,
      ...keys,
    };
  });
}

interface Ingestion {
  readonly input: IngestionChecksEvent;
  readonly ports: IngestionPorts;
  readonly runDate: string;
}

/** The pass over the rows. When it fails, neither the validated CSV nor the issues come to be. */
async function checkRows(file: CsvFile<ScannedRecords>, { input, ports, runDate }: Ingestion) {
  const checker = createAwardChecker(file.header, {
    runYear: Number(runDate.slice(0, 4)),
    allowZeroAmount: ports.allowZeroAmount ?? false,
  });
  const outputs = openOutputs(ports, runDate);
  try {
    await outputs.csv.write(formatCsvRecord(file.header));
    for await (const row of file.rows) {
      const { entry, issues } = checker.check(row, file.reader.values());
      for (const issue of issues) await outputs.issues.write(lineOf(issue));
      if (entry === undefined) continue;
      const csv = outputs.csv.write(file.reader.formatted());
      const index = outputs.index.write(lineOf(entry));
      // Nearly no row fills a batch, and an await costs as much as a rule.
      if (csv) await csv;
      if (index) await index;
    }
    const { sha256 } = file.digest();
    if (input.expected_sha256 !== undefined && input.expected_sha256 !== sha256) {
      throw new RefreshError(
        `The object "${input.csv_s3_key}" is not the file that was downloaded`,
      );
    }
    const checked = checker.finish();
    await outputs.csv.close();
    await outputs.issues.close();
    const award_index_s3_key = `state/award_index/${sha256.slice(0, 16)}.ndjson.gz`;
    await ports.files.write(award_index_s3_key, await outputs.index.close(), {
      contentType: GZIP_TYPE,
    });
    return { checked, keys: { ...outputs.keys, award_index_s3_key } };
  } catch (thrown) {
    await Promise.all([outputs.csv.abort(), outputs.issues.abort(), outputs.index.abort()]);
    throw thrown;
  }
}

function openOutputs({ files }: StepPorts, runDate: string) {
  const keys = {
    validated_csv_s3_key: `processed/ingestion/${runDate}/validated_sbir_awards.csv`,
    issues_s3_key: `artifacts/${runDate}/validation_issues.ndjson.gz`,
  };
  const save = (key: string, contentType: string) => (body: AsyncIterable<Uint8Array>) =>
    files.write(key, body, { contentType });
  return {
    keys,
    csv: openOutput(save(keys.validated_csv_s3_key, 'text/csv')),
    issues: openOutput(save(keys.issues_s3_key, GZIP_TYPE), { gzip: true }),
    // Its key has the hash of the file, which is known at the end: about 100 bytes per award wait.
    index: openOutput(collectBytes, { gzip: true }),
  };
}

async function writeReports(
  checked: CheckedFile,
  context: Ingestion & { readonly header: readonly string[]; readonly raw: object },
): Promise<
  Pick<
    IngestionChecksBody,
    'summary' | 'raw_metadata_s3_key' | 'validated_metadata_s3_key' | 'validation_report_s3_key'
  >
> {
  const { input, ports, runDate, header, raw } = context;
  const { files } = ports;
  const folder = `artifacts/${runDate}`;
  const summary = ingestionSummaryOf(checked, input.pass_rate_threshold);
  const reportKey = `${folder}/sbir_validation_report.json`;
  await writeMarkdown(
    files,
    `${folder}/ingestion_summary.md`,
    ingestionPage(checked, summary, header.length),
  );
  return {
    summary,
    raw_metadata_s3_key: await writeJson(files, `${folder}/raw_sbir_awards_metadata.json`, raw),
    validated_metadata_s3_key: await writeJson(
      files,
      `${folder}/validated_sbir_awards_metadata.json`,
      validatedMetadata(checked, summary),
    ),
    validation_report_s3_key: await writeJson(
      files,
      reportKey,
      validationReport(checked, summary, reportKey),
    ),
  };
}

const lineOf = (entry: object): string => `${JSON.stringify(entry)}\n`;
