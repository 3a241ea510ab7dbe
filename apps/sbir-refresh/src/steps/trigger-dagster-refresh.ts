import {
  dagsterSecret,
  type TriggerDagsterRefreshBody,
  type TriggerDagsterRefreshEvent,
} from '@pipelines/contracts';
import type { Clock } from '@pipelines/core';
import { type LoadSecret, withSecret } from '@pipelines/secrets';
import { dagsterAddress } from '../dagster/dagster-address.ts';
import { createDagsterClient } from '../dagster/dagster-client.ts';
import { findJob, launchRun } from '../dagster/dagster-runs.ts';
import { followRun } from '../dagster/follow-run.ts';
import { TokenRefusedError } from '../dagster/token-refused-error.ts';
import type { SbirRefreshEnv } from '../env.ts';
import { ValidationError } from '../errors/validation-error.ts';

export interface DagsterPorts {
  readonly env: SbirRefreshEnv;
  readonly loadSecret: LoadSecret;
  readonly clock: Clock;
  /** Epoch ms. */
  readonly deadlineMs: number;
  readonly pollEveryMs: number;
}

/**
 * Start a job in Dagster and wait for its end.
 *
 * A refused token is fetched once more, before anything is started. An event cannot name another
 * organisation than the environment's, or the token would go there.
 *
 * @throws {ConfigurationError} when nothing is configured, and for a token or job that is not there
 * @throws {RefreshError} when the run fails or is cancelled
 * Source: sbir-contracts.md 2.2
 */
export async function triggerDagsterRefresh(
  event: TriggerDagsterRefreshEvent,
  { env, loadSecret, clock, deadlineMs, pollEveryMs }: DagsterPorts,
): Promise<TriggerDagsterRefreshBody> {
  const org = event.dagster_cloud_org ?? env.DAGSTER_CLOUD_ORG;
  const deployment = event.dagster_cloud_deployment ?? env.DAGSTER_CLOUD_DEPLOYMENT;
  if (org !== (env.DAGSTER_CLOUD_ORG ?? org)) {
    throw new ValidationError('dagster_cloud_org must be the DAGSTER_CLOUD_ORG of the environment');
  }
  const url = dagsterAddress({ apiUrl: env.DAGSTER_CLOUD_API_URL, org, deployment });
  const { ask, selector } = await withSecret({
    loadSecret,
    id: event.dagster_cloud_secret_name ?? env.DAGSTER_CLOUD_SECRET_NAME,
    schema: dagsterSecret,
    isRefused: (error) => error instanceof TokenRefusedError,
    use: async ({ dagster_cloud_api_token: token }) => {
      const client = createDagsterClient({
        url,
        tokenHeader: env.DAGSTER_CLOUD_TOKEN_HEADER,
        token,
      });
      return { ask: client, selector: await findJob(client, event.job_name) };
    },
  });
  const runId = await launchRun(ask, { selector, runConfig: event.run_config, tags: event.tags });
  await followRun({ ask, runId, clock, deadlineMs, pollEveryMs });
  return {
    status: 'success',
    run_id: runId,
    job_name: event.job_name,
    org: org ?? null,
    deployment,
    dagster_cloud_url: url,
  };
}
