import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { DownloadCsvBody, DownloadCsvEvent } from '@pipelines/contracts';
import * as z from 'zod';
import type { StagedSource } from '../download/stage-source.ts';
import type { StepPorts } from '../ports.ts';
import { readJsonIfExists } from './optional-files.ts';
import { isoTime, resolveRunDate } from './run-date.ts';

const LAST_SUCCESS_KEY = 'state/last_success.json';
const LONGEST_METADATA = 1_024;

/** What the comparison needs of the record that record-success writes. */
const lastSuccess = z.looseObject({
  sha256: z.string(),
  s3_key: z.string(),
  graph_loaded: z.boolean(),
});

export interface DownloadPorts extends StepPorts {
  /** Where the file comes from when the event does not say. */
  readonly defaultSourceUrl: string;
  /** Brings the source to this disk. */
  readonly fetchSource: (url: string) => Promise<StagedSource>;
}

/**
 * Fetch the award file, and store it unless the last processed one is the same.
 *
 * The body is checked before it is stored: a rejected one never becomes an object. `changed` compares
 * with `state/last_success.json`, which only a finished run writes, so a failed run never makes the
 * next week look unchanged. Safe to run twice: same key, same bytes.
 *
 * @throws {SourceRejectedError} {SourceUnavailableError} {ValidationError} and the errors of the store
 * Source: sbir-contracts.md 2.2
 */
export async function downloadCsv(
  input: DownloadCsvEvent,
  ports: DownloadPorts,
): Promise<DownloadCsvBody> {
  const sourceUrl = input.source_url ?? ports.defaultSourceUrl;
  const runDate = resolveRunDate(
    input.run_date ?? (input.started_at && isoTime(Date.parse(input.started_at)).slice(0, 10)),
    undefined,
    ports.clock,
  );
  const staged = await ports.fetchSource(sourceUrl);
  try {
    const downloadedAt = isoTime(ports.clock.now());
    const last = await readJsonIfExists(ports.files, LAST_SUCCESS_KEY, lastSuccess);
    const isSameFile = last?.sha256 === staged.sha256;
    const isStored =
      isSameFile && !input.force_refresh && (await ports.files.head(last.s3_key)) !== undefined;
    const s3Key = isStored ? last.s3_key : `raw/awards/${runDate}/award_data.csv`;
    if (!isStored) await store(staged, { s3Key, sourceUrl, downloadedAt }, ports);
    return {
      status: 'success',
      changed: !isSameFile || (input.run_neo4j && !last.graph_loaded),
      s3_bucket: ports.bucket,
      s3_key: s3Key,
      sha256: staged.sha256,
      previous_sha256: last?.sha256 ?? null,
      file_size: staged.bytes,
      row_count: staged.rows,
      line_count: staged.lines,
      source_url: sourceUrl,
      downloaded_at: downloadedAt,
      run_date: runDate,
      uploaded: !isStored,
    };
  } finally {
    // Nothing in /tmp outlives an invocation: the next one of this container needs the room.
    await rm(staged.path, { force: true });
  }
}

interface Target {
  readonly s3Key: string;
  readonly sourceUrl: string;
  readonly downloadedAt: string;
}

async function store(
  staged: StagedSource,
  { s3Key, sourceUrl, downloadedAt }: Target,
  { files }: DownloadPorts,
): Promise<void> {
  await files.write(s3Key, createReadStream(staged.path), {
    contentType: 'text/csv',
    metadata: {
      sha256: staged.sha256,
      source_url: shortUrl(sourceUrl),
      downloaded_at: downloadedAt,
    },
  });
}

/** All metadata of an object has 2 kB: a query, which may also hold a token, is left out. */
function shortUrl(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`.slice(0, LONGEST_METADATA);
}
