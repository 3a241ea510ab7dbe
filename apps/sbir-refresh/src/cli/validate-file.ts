import { access, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { datasetMetadata, type DatasetMetadata, validateDatasetEvent } from '@pipelines/contracts';
import { isJsonObject, type JsonObject } from '@pipelines/core';
import { FileNotFoundError } from '@pipelines/s3-files';
import { ValidationError } from '../errors/validation-error.ts';
import { datasetPage } from '../reports/dataset-page.ts';
import { isoTime } from '../steps/run-date.ts';
import { validateDataset } from '../steps/validate-dataset.ts';
import type { CliIo } from './cli-io.ts';
import { eventFor } from './event-for.ts';
import { mappedStore } from './mapped-store.ts';
import { appendGithubOutput, jsonText, writeOutput } from './write-outputs.ts';

/** What `validate` is told about a file of this machine. Source: sbir-refresh.md 2.3. */
export interface ValidateFileOptions {
  readonly csvPath: string;
  readonly schemaPath?: string | undefined;
  /** Nothing is written without it. */
  readonly metadataDir?: string | undefined;
  readonly summaryPath: string;
  readonly previousMetadata?: string | undefined;
  readonly sourceUrl?: string | undefined;
  readonly runDate?: string | undefined;
  readonly allowSchemaDrift: boolean;
  readonly githubOutput?: string | undefined;
}

const SCHEMA_KEY = 'schemas/file.json';
/** Of the files here, and not of those in a bucket. */
const OWN_FIELDS = ['csv_path', 'previous_metadata_path'];
const PREVIOUS_KEY = 'artifacts/latest/metadata.json';

/**
 * Validate an award file that is in no bucket, and write its metadata and summary as the earlier
 * system's program did.
 *
 * @returns the metadata, with `csv_path` in place of bucket and key
 * @throws what {@link validateDataset} throws
 */
export async function validateFile(options: ValidateFileOptions, io: CliIo): Promise<JsonObject> {
  const runDate = options.runDate ?? isoTime(io.clock.now()).slice(0, 10);
  const key = `raw/awards/${runDate}/award_data.csv`;
  const paths = new Map([[key, resolve(io.cwd, options.csvPath)]]);
  const { schemaPath, previousMetadata } = options;
  if (schemaPath !== undefined) paths.set(SCHEMA_KEY, resolve(io.cwd, schemaPath));
  const files = await mappedStore(paths);
  if (previousMetadata !== undefined) {
    await files.write(PREVIOUS_KEY, await previousText(resolve(io.cwd, previousMetadata)));
  }
  const event = eventFor(validateDatasetEvent, {
    s3_key: key,
    schema_s3_key: schemaPath === undefined ? null : SCHEMA_KEY,
    previous_metadata_s3_key: previousMetadata === undefined ? null : PREVIOUS_KEY,
    source_url: options.sourceUrl ?? null,
    allow_schema_drift: options.allowSchemaDrift,
    run_date: runDate,
  });
  await validateDataset(event, { files, bucket: '', clock: io.clock });
  const text = await files.readText(`artifacts/${runDate}/metadata.json`);
  return writeAll(datasetMetadata.parse(JSON.parse(text)), options, io);
}

async function writeAll(
  metadata: DatasetMetadata,
  options: ValidateFileOptions,
  io: CliIo,
): Promise<JsonObject> {
  const { csvPath: csv_path, previousMetadata, metadataDir } = options;
  const facts = Object.entries(metadata).filter(([name]) => !name.startsWith('s3_'));
  const document: JsonObject = {
    ...(Object.fromEntries(facts) as JsonObject),
    csv_path,
    ...(previousMetadata === undefined ? {} : { previous_metadata_path: previousMetadata }),
  };
  if (metadataDir === undefined) return document;
  const name = await freeName(resolve(io.cwd, metadataDir), metadata);
  const metadata_path = await writeOutput(io.cwd, join(metadataDir, name), jsonText(document));
  const latest = join(metadataDir, 'latest.json');
  const latest_metadata_path = await writeOutput(io.cwd, latest, jsonText(document));
  const page = datasetPage(metadata);
  const summary_path = await writeOutput(io.cwd, options.summaryPath, page);
  const outputs = { metadata_path, latest_metadata_path, summary_path };
  if (options.githubOutput !== undefined) {
    await appendGithubOutput(io.cwd, options.githubOutput, outputs);
  }
  return { ...document, ...outputs };
}

/** `2025-01-20.json`, or with the time where that exists: an earlier record stays. */
async function freeName(
  folder: string,
  { run_date, refreshed_at_utc }: DatasetMetadata,
): Promise<string> {
  const plain = `${run_date}.json`;
  const isTaken = await access(join(folder, plain)).then(
    () => true,
    () => false,
  );
  if (!isTaken) return plain;
  return `${run_date}-${refreshed_at_utc.slice(11, 19).replaceAll(':', '')}.json`;
}

/** A metadata file of this program, in the shape of those in a bucket. */
async function previousText(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((thrown: unknown) => {
    const { code } = thrown as NodeJS.ErrnoException;
    throw new FileNotFoundError(`The file "${path}" cannot be read (${code})`, [path]);
  });
  const document = parseObject(text);
  if (!document) throw new ValidationError(`The file "${path}" holds no JSON object`);
  const facts = Object.entries(document).filter(([name]) => !OWN_FIELDS.includes(name));
  return JSON.stringify({ s3_bucket: '', s3_key: '', ...Object.fromEntries(facts) });
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const document: unknown = JSON.parse(text);
    return isJsonObject(document) ? document : undefined;
  } catch {
    return undefined;
  }
}
