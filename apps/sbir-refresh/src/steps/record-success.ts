import {
  lastSuccess,
  type LastSuccess,
  type RecordSuccessBody,
  type RecordSuccessEvent,
} from '@pipelines/contracts';
import { messageOf } from '@pipelines/core';
import type { StepPorts } from '../ports.ts';
import { readJsonIfExists } from './optional-files.ts';
import { isoTime } from './run-date.ts';
import {
  listArtifacts,
  manifestKey,
  readManifest,
  resultsOf,
  runManifest,
} from './run-manifest.ts';
import { writeDigest, type WrittenDigest } from './write-digest.ts';
import { writeJson } from './write-report.ts';

const LAST_SUCCESS_KEY = 'state/last_success.json';

/** Ports of record-success. */
export interface RecordSuccessPorts extends StepPorts {
  /** `KEEP_HISTORY`: keep a copy of the award file that never expires. */
  readonly keepHistory?: boolean;
  readonly versions: { readonly app: string; readonly node: string };
}

/**
 * Write what a run leaves behind: change digest, manifest and, last of all, `state/last_success.json`.
 *
 * Safe to run twice: an attempt that finds its own execution there repeats the recorded answer. A
 * digest that cannot be made is a warning in the manifest, for the run did succeed.
 * Source: sbir-contracts.md section 8.
 */
export async function recordSuccess(
  event: RecordSuccessEvent,
  ports: RecordSuccessPorts,
): Promise<RecordSuccessBody> {
  const { files } = ports;
  const previous = await readJsonIfExists(files, LAST_SUCCESS_KEY, lastSuccess);
  if (event.execution_arn !== undefined && previous?.execution_arn === event.execution_arn) {
    return repeatAnswer(previous, ports);
  }
  const { body, ingestion, smoke } = event.document;
  const { digest, warnings } = await tryDigest(event, previous, ports);
  if (ports.keepHistory === true) {
    await files.copy(body.s3_key, `history/awards/${body.run_date}/award_data.csv`);
  }
  const completedAt = isoTime(ports.clock.now());
  const run_manifest_s3_key = await writeManifest(event, ports, { digest, warnings, completedAt });
  const isLoadedBefore = previous?.sha256 === body.sha256 && previous.graph_loaded;
  const graph_loaded = smoke.passed === true || isLoadedBefore;
  const record: LastSuccess = {
    schema_version: 1,
    sha256: body.sha256,
    s3_key: body.s3_key,
    row_count: body.row_count,
    bytes: body.file_size,
    run_date: body.run_date,
    execution_arn: event.execution_arn ?? null,
    completed_at: completedAt,
    graph_loaded,
    match_rate: event.document.enrichment?.match_rate ?? null,
    award_index_s3_key: ingestion.award_index_s3_key,
    run_manifest_s3_key,
  };
  await writeJson(files, LAST_SUCCESS_KEY, record);
  return {
    status: 'success',
    run_manifest_s3_key,
    last_success_s3_key: LAST_SUCCESS_KEY,
    change_digest_json_s3_key: digest?.change_digest_json_s3_key ?? null,
    change_digest_md_s3_key: digest?.change_digest_md_s3_key ?? null,
    digest_counts: digest?.document.counts ?? null,
    graph_loaded,
  };
}

interface TriedDigest {
  readonly digest: WrittenDigest | undefined;
  readonly warnings: readonly string[];
}

async function tryDigest(
  { document }: RecordSuccessEvent,
  previous: LastSuccess | undefined,
  { files }: StepPorts,
): Promise<TriedDigest> {
  const { run_date, sha256 } = document.body;
  const { award_index_s3_key } = document.ingestion;
  try {
    const digest = await writeDigest(files, { run_date, sha256, award_index_s3_key, previous });
    return { digest, warnings: [] };
  } catch (thrown) {
    // The award file is checked and loaded: nobody would thank us for failing over a summary.
    return { digest: undefined, warnings: [`No change digest: ${messageOf(thrown)}`] };
  }
}

async function writeManifest(
  event: RecordSuccessEvent,
  { files, versions }: RecordSuccessPorts,
  { digest, warnings, completedAt }: TriedDigest & { readonly completedAt: string },
): Promise<string> {
  const { document } = event;
  const key = await manifestKey(files, {
    runDate: document.body.run_date,
    executionArn: event.execution_arn ?? null,
    completedAt,
  });
  const keysOfDigest = digest && {
    ...digest,
    document: { ndjson_s3_key: digest.document.ndjson_s3_key },
  };
  const artifacts = await listArtifacts(files, [
    { s3_key: document.body.s3_key },
    resultsOf(document),
    keysOfDigest,
  ]);
  const digestCounts = digest?.document.counts ?? null;
  const end = { completedAt, digestCounts, artifacts, warnings, versions };
  return writeJson(files, key, runManifest(event, end));
}

/** The answer of the attempt that wrote `record`, from what it left behind. */
async function repeatAnswer(record: LastSuccess, { files }: StepPorts): Promise<RecordSuccessBody> {
  const manifest = await readManifest(files, record.run_manifest_s3_key);
  const keyOf = (ending: string): string | null =>
    manifest?.artifacts.find(({ s3_key }) => s3_key.endsWith(ending))?.s3_key ?? null;
  return {
    status: 'success',
    run_manifest_s3_key: record.run_manifest_s3_key,
    last_success_s3_key: LAST_SUCCESS_KEY,
    change_digest_json_s3_key: keyOf('/change_digest.json'),
    change_digest_md_s3_key: keyOf('/change_digest.md'),
    digest_counts: manifest?.digest_counts ?? null,
    graph_loaded: record.graph_loaded,
  };
}
