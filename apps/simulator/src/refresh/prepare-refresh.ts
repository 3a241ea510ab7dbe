import { Neo4jUnavailableError } from '@pipelines/local-cloud';
import type { JsonObject } from '@pipelines/core';
import type { Cloud } from '../cloud.ts';
import type { CliIo } from '../cli/cli-io.ts';
import { areEndpointsGiven } from '../endpoint-values.ts';
import type { S3Target } from '../storage/s3-target.ts';
import { sbirBucketOf } from '../storage/sbir-bucket.ts';
import { leaveCompaniesOut } from './leave-companies-out.ts';
import type { CompanyFiles } from './plan-refresh.ts';

/** Where the refresh looks for company files. Source: sbir-contracts.md 2.2 */
const COMPANY_PREFIX = 'raw/companies/';

/** What a run of the refresh works on. */
export interface PreparedRefresh {
  readonly input: JsonObject;
  readonly bucket: string;
  /** URI of the graph; undefined when its states are skipped. */
  readonly graph: string | undefined;
}

/**
 * Bring bucket and graph into place: company files under `raw/companies/`, a Neo4j that answers.
 *
 * An S3 of the user's gets no file from here: see `leaveCompaniesOut`.
 *
 * Where nothing can run Neo4j, the graph's states are skipped and `say` gets the two lines that
 * tell how to have them; an input that asks for the graph by `run_neo4j: true` fails instead.
 *
 * @throws {Neo4jUnavailableError} in that case, and other errors of `openNeo4j`
 * @throws {UsageError} for `--companies` with an S3 of the user's
 */
export async function prepareRefresh(
  cloud: Cloud,
  { input, companies }: { readonly input: JsonObject; readonly companies: CompanyFiles },
  { env, say }: { readonly env: CliIo['env']; readonly say: (line: string) => void },
): Promise<PreparedRefresh> {
  const bucket = sbirBucketOf(env);
  const target = { bucket, key: COMPANY_PREFIX };
  if (areEndpointsGiven(env)) leaveCompaniesOut(companies, target, { env, say });
  else await uploadCompanies(cloud, companies.companyFiles, target);
  if (input['run_neo4j'] === false) return { input, bucket, graph: undefined };
  try {
    const { uri } = await cloud.neo4j();
    return { input, bucket, graph: uri };
  } catch (error) {
    const isWanted = input['run_neo4j'] === true;
    if (isWanted || !(error instanceof Neo4jUnavailableError)) throw error;
    for (const line of error.message.split('\n')) say(line);
    return { input: { ...input, run_neo4j: false }, bucket, graph: undefined };
  }
}

async function uploadCompanies(
  cloud: Cloud,
  files: readonly string[],
  target: S3Target,
): Promise<void> {
  if (files.length === 0) return;
  // Loaded here: the SDK takes a while, and most commands need no bucket.
  const { createLocalS3Client } = await import('../storage/local-s3-client.ts');
  const { uploadFile } = await import('../storage/copy-s3.ts');
  const { ensureBucket } = await import('../storage/make-bucket.ts');
  const client = createLocalS3Client(await cloud.s3());
  try {
    await ensureBucket(client, target.bucket);
    for (const file of files) await uploadFile(client, file, target);
  } finally {
    client.destroy();
  }
}
