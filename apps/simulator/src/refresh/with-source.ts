import type { JsonObject } from '@pipelines/core';
import type { Environment } from '../cli/load-environment.ts';
import type { RefreshPlan } from './plan-refresh.ts';
import { serveFile } from './serve-file.ts';

/** Where the award file comes from in production: sbir-contracts.md 2.2. */
const PRODUCTION_HOSTS = 'data.www.sbir.gov';

/** What a run sees of its source. */
export interface SourceSetting {
  readonly env: Environment;
  readonly input: JsonObject;
}

/**
 * Serve the plan's award file while `work` runs, and tell the run: the execution's input names the
 * URL, and the functions' allow-list names the server's full origin, as no deployment's may.
 *
 * Without a file, `work` gets environment and input as they are. A bucket that the input names
 * becomes the functions' `S3_BUCKET`.
 */
export async function withSource<T>(
  plan: RefreshPlan,
  env: Environment,
  work: (setting: SourceSetting) => Promise<T>,
): Promise<T> {
  const bucket = plan.input['s3_bucket'];
  const ownEnv = typeof bucket === 'string' && bucket !== '' ? { ...env, S3_BUCKET: bucket } : env;
  if (plan.sourceFile === undefined) return work({ env: ownEnv, input: plan.input });
  const served = await serveFile(plan.sourceFile);
  const hosts = `${env['ALLOWED_SOURCE_HOSTS'] || PRODUCTION_HOSTS},${served.origin}`;
  try {
    return await work({
      // A file that somebody named may be small; in production a small one is no award file.
      env: { MIN_SOURCE_BYTES: '1', ...ownEnv, ALLOWED_SOURCE_HOSTS: hosts },
      input: { ...plan.input, source_url: served.url },
    });
  } finally {
    await served.close();
  }
}
