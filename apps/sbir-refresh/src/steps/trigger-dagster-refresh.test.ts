import { afterEach, describe, expect, it } from '@jest/globals';
import { triggerDagsterRefreshBody, triggerDagsterRefreshEvent } from '@pipelines/contracts';
import { systemClock } from '@pipelines/core';
import type { LoadSecret } from '@pipelines/secrets';
import {
  type DagsterScript,
  type DagsterServer,
  startDagsterServer,
} from '../../test/dagster-server.ts';
import { sbirRefreshEnv } from '../env.ts';
import { triggerDagsterRefresh } from './trigger-dagster-refresh.ts';

const TOKEN = 'token-of-this-test';
const servers: DagsterServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

async function serve(script: Partial<DagsterScript> = {}): Promise<DagsterServer> {
  const server = await startDagsterServer({ token: TOKEN, ...script });
  servers.push(server);
  return server;
}

interface Trigger {
  readonly event?: Record<string, unknown>;
  readonly environment?: Record<string, string>;
  readonly tokens?: readonly string[];
  readonly deadlineMs?: number;
}

function trigger({ event = {}, environment = {}, tokens = [TOKEN], deadlineMs }: Trigger) {
  const left = [...tokens];
  const loadSecret: LoadSecret = async (_, schema) =>
    schema.parse({ dagster_cloud_api_token: left.shift() ?? 'none is left' });
  return triggerDagsterRefresh(triggerDagsterRefreshEvent.parse(event), {
    env: sbirRefreshEnv.parse(environment),
    loadSecret,
    clock: systemClock,
    deadlineMs: deadlineMs ?? systemClock.now() + 600_000,
    pollEveryMs: 1,
  });
}

const at = ({ url }: DagsterServer, event?: Trigger['event']): Trigger => ({
  environment: { DAGSTER_CLOUD_API_URL: url },
  ...(event && { event }),
});

describe('triggerDagsterRefresh', () => {
  it('starts the job where it is kept, and polls to the end', async () => {
    const server = await serve({ statuses: ['QUEUED', 'STARTED', 'SUCCESS'] });

    const body = await trigger(at(server, { run_config: { ops: {} }, tags: { week: '3' } }));

    expect(triggerDagsterRefreshBody.parse(body)).toEqual({
      status: 'success',
      run_id: 'run-1',
      job_name: 'sbir_weekly_refresh_job',
      org: null,
      deployment: 'prod',
      dagster_cloud_url: server.url,
    });
    expect(server.asked.map(({ operation }) => operation)).toEqual([
      ...['FindJob', 'LaunchRun', 'RunStatus', 'RunStatus', 'RunStatus'],
    ]);
    expect(server.asked[1]?.variables).toEqual({
      executionParams: {
        selector: {
          repositoryLocationName: 'sbir',
          repositoryName: 'etl',
          jobName: 'sbir_weekly_refresh_job',
        },
        runConfigData: { ops: {} },
        executionMetadata: { tags: [{ key: 'week', value: '3' }] },
      },
    });
  });

  it('is off without organisation and URL', async () => {
    await expect(trigger({})).rejects.toMatchObject({
      name: 'ConfigurationError',
      message:
        'The Dagster adapter is off: set DAGSTER_CLOUD_ORG or DAGSTER_CLOUD_API_URL to use it',
    });
  });

  it('refuses an organisation other than that of the environment', async () => {
    const asked = trigger({
      event: { dagster_cloud_org: 'theirs' },
      environment: { DAGSTER_CLOUD_ORG: 'ours' },
    });

    await expect(asked).rejects.toMatchObject({ name: 'ValidationError' });
  });

  it('fetches a refused token once more, and starts one run', async () => {
    const server = await serve();

    await trigger({ ...at(server), tokens: ['an-old-one', TOKEN] });

    expect(server.asked.map(({ operation }) => operation)).toEqual([
      ...['FindJob', 'FindJob', 'LaunchRun', 'RunStatus'],
    ]);
  });

  it('reports a token refused twice without the token', async () => {
    const server = await serve();

    const asked = trigger({ ...at(server), tokens: ['an-old-one', 'another'] });

    await expect(asked).rejects.toMatchObject({
      name: 'ConfigurationError',
      message: 'Dagster answered 401 when asked to find the job',
    });
  });

  it.each([
    ['no', []],
    ['more than one', ['etl', 'copy']],
  ])('refuses a deployment with %s job of the name', async (count, repositories) => {
    const server = await serve({ repositories });

    await expect(trigger(at(server))).rejects.toMatchObject({
      name: 'ConfigurationError',
      message: `The Dagster deployment has ${count} job of this name`,
    });
  });

  it('reports a launch that Dagster refuses', async () => {
    const server = await serve({ launch: 'RunConfigValidationInvalid' });

    await expect(trigger(at(server))).rejects.toMatchObject({
      name: 'RefreshError',
      message: 'Dagster did not start the run: RunConfigValidationInvalid',
    });
  });

  it.each(['FAILURE', 'CANCELED'])('fails with a run that ends as %s', async (status) => {
    const server = await serve({ statuses: ['STARTED', status] });

    await expect(trigger(at(server))).rejects.toMatchObject({
      name: 'RefreshError',
      message: `Dagster run run-1 ended as ${status}`,
    });
  });

  it('goes on polling after three silences', async () => {
    const server = await serve({ statuses: [503, 503, 429, 'SUCCESS'] });

    expect(await trigger(at(server))).toMatchObject({ run_id: 'run-1' });
  });

  it('gives up after four silences in a row', async () => {
    const server = await serve({ statuses: [503] });

    await expect(trigger(at(server))).rejects.toMatchObject({ name: 'SourceUnavailableError' });
    expect(server.asked).toHaveLength(6);
  });

  it('leaves a run that does not end in time, and names it', async () => {
    const server = await serve({ statuses: ['STARTED'] });

    const asked = trigger({ ...at(server), deadlineMs: systemClock.now() });

    await expect(asked).rejects.toMatchObject({
      name: 'TaskTimeoutError',
      message: 'Dagster run run-1 has not ended in time; it goes on',
    });
  });

  it('does not follow a redirect, for the token would go along', async () => {
    const server = await serve({ statuses: [302] });

    await expect(trigger(at(server))).rejects.toMatchObject({
      name: 'ConfigurationError',
      message: 'Dagster answered 302 when asked to follow the run',
    });
  });

  it('reports a server that is not there', async () => {
    const server = await serve();
    await server.stop();

    await expect(trigger(at(server))).rejects.toMatchObject({
      name: 'SourceUnavailableError',
      message: 'Dagster did not answer when asked to find the job',
    });
  });
});
