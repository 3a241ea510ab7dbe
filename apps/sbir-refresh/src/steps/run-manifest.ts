import { digestCounts, type RecordSuccessEvent, type WorkingDocument } from '@pipelines/contracts';
import * as z from 'zod';
import type { FileStore } from '@pipelines/s3-files';
import { awardKeyProfile } from '../awards/award-key.ts';
import { companyNameProfile } from '../graph/company-name.ts';
import { readJsonIfExists } from './optional-files.ts';

const MAX_ARTIFACTS = 100;

/** What a later attempt of record-success must know of the manifest that it finds. */
const writtenManifest = z.looseObject({
  execution_arn: z.string().nullable(),
  digest_counts: digestCounts.nullable(),
  artifacts: z.array(z.object({ s3_key: z.string(), bytes: z.number() })),
});

/** Read a manifest, or undefined where there is none. */
export const readManifest = (files: FileStore, key: string) =>
  readJsonIfExists(files, key, writtenManifest);

/**
 * Key of this execution's manifest: `run_manifest.json`, or `run_manifest-HHMMSS.json` when one of
 * another execution exists. Source: sbir-contracts.md section 3.
 *
 * @param completedAt - ISO 8601 in UTC
 */
export async function manifestKey(
  files: FileStore,
  run: {
    readonly runDate: string;
    readonly executionArn: string | null;
    readonly completedAt: string;
  },
): Promise<string> {
  const folder = `artifacts/${run.runDate}`;
  const plain = `${folder}/run_manifest.json`;
  const found = await readManifest(files, plain);
  if (!found || found.execution_arn === run.executionArn) return plain;
  return `${folder}/run_manifest-${run.completedAt.slice(11, 19).replaceAll(':', '')}.json`;
}

/** Keys of every object that the run's results name, each once, with its size. */
export async function listArtifacts(files: FileStore, results: unknown) {
  const keys = [...new Set(keysIn(results))].slice(0, MAX_ARTIFACTS);
  const infos = await Promise.all(keys.map((key) => files.head(key)));
  return infos.flatMap((info) => (info ? [{ s3_key: info.key, bytes: info.size }] : []));
}

function keysIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name.endsWith('s3_key') && typeof inner === 'string' ? [inner] : keysIn(inner),
  );
}

/** What was found out at the end of a run. */
export interface RunEnd {
  readonly completedAt: string;
  readonly digestCounts: z.output<typeof digestCounts> | null;
  readonly artifacts: readonly { readonly s3_key: string; readonly bytes: number }[];
  readonly warnings: readonly string[];
  readonly versions: { readonly app: string; readonly node: string };
}

/** Working keys of the document; all others are the settings of the run. */
const RESULT_KEYS = ['pipeline', 'ingestion', 'enrichment', 'reset', 'load', 'smoke'] as const;
const OTHER_KEYS = ['body', 'record', 'error'];

/** The file `run_manifest.json`: all that is needed to say later what a run did, and with what. */
export function runManifest(event: RecordSuccessEvent, end: RunEnd): object {
  const { document } = event;
  const { body, ingestion } = document;
  const settings = Object.entries(document).filter(
    ([key]) => ![...RESULT_KEYS, ...OTHER_KEYS].includes(key),
  );
  return {
    schema_version: 1,
    run_date: body.run_date,
    execution_arn: event.execution_arn ?? null,
    execution_name: event.execution_name ?? null,
    started_at: event.started_at ?? null,
    completed_at: end.completedAt,
    input: event.execution_input ?? null,
    settings: Object.fromEntries(settings),
    source: {
      url: body.source_url,
      sha256: body.sha256,
      bytes: body.file_size,
      row_count: body.row_count,
      downloaded_at: body.downloaded_at,
    },
    versions: {
      ...end.versions,
      award_key: awardKeyProfile,
      company_name: companyNameProfile,
    },
    thresholds: { pass_rate: ingestion.summary.threshold },
    results: resultsOf(document),
    digest_counts: end.digestCounts,
    artifacts: end.artifacts,
    warnings: end.warnings,
  };
}

/** Results of the steps as they stand in the document. */
export const resultsOf = (document: WorkingDocument): Readonly<Record<string, unknown>> =>
  Object.fromEntries(RESULT_KEYS.map((key) => [key, document[key] ?? null]));
