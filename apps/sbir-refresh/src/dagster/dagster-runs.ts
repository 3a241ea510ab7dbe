import type { JsonObject } from '@pipelines/core';
import * as z from 'zod';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { RefreshError } from '../errors/refresh-error.ts';
import type { AskDagster } from './dagster-client.ts';

/** Where Dagster keeps a job: a launch must name all three. */
export type JobSelector = Readonly<
  Record<'repositoryLocationName' | 'repositoryName' | 'jobName', string>
>;

const named = z.object({ name: z.string() });

/**
 * Find a job among the repositories of the deployment.
 *
 * @throws {ConfigurationError} when none has it, or more than one
 */
export async function findJob(ask: AskDagster, jobName: string): Promise<JobSelector> {
  const { repositoriesOrError } = await ask({
    purpose: 'find the job',
    query: `query FindJob { repositoriesOrError { __typename ... on RepositoryConnection {
      nodes { name location { name } jobs { name } } } } }`,
    variables: {},
    data: z.object({
      repositoriesOrError: z.object({
        nodes: z.array(z.object({ name: z.string(), location: named, jobs: z.array(named) })),
      }),
    }),
  });
  const [home, ...others] = repositoriesOrError.nodes.filter(({ jobs }) =>
    jobs.some(({ name }) => name === jobName),
  );
  if (home === undefined || others.length > 0) {
    throw new ConfigurationError(
      `The Dagster deployment has ${home === undefined ? 'no' : 'more than one'} job of this name`,
    );
  }
  return { repositoryLocationName: home.location.name, repositoryName: home.name, jobName };
}

export interface Launch {
  readonly selector: JobSelector;
  readonly runConfig: JsonObject;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Start a run. Asked once only: a launch whose answer was lost may have started one.
 *
 * @returns the run's id
 * @throws {RefreshError} when Dagster does not start it, with the type of its reason
 */
export async function launchRun(ask: AskDagster, launch: Launch): Promise<string> {
  const tags = Object.entries(launch.tags).map(([key, value]) => ({ key, value }));
  const { launchRun: outcome } = await ask({
    purpose: 'start the run',
    query: `mutation LaunchRun($executionParams: ExecutionParams!) {
      launchRun(executionParams: $executionParams) {
        __typename ... on LaunchRunSuccess { run { runId } } } }`,
    variables: {
      executionParams: {
        selector: launch.selector,
        runConfigData: launch.runConfig,
        executionMetadata: { tags },
      },
    },
    data: z.object({
      launchRun: z.object({
        __typename: z.string().regex(/^\w{1,80}$/),
        run: z.object({ runId: z.string().regex(/^[\w-]{1,100}$/) }).optional(),
      }),
    }),
  });
  if (outcome.run === undefined) {
    throw new RefreshError(`Dagster did not start the run: ${outcome.__typename}`);
  }
  return outcome.run.runId;
}

/** Status of a run in Dagster's word, `STARTED`, `SUCCESS`, `FAILURE`, `CANCELED`, …. */
export async function statusOfRun(ask: AskDagster, runId: string): Promise<string> {
  const { runOrError } = await ask({
    purpose: 'follow the run',
    query: `query RunStatus($runId: ID!) {
      runOrError(runId: $runId) { __typename ... on Run { status } } }`,
    variables: { runId },
    data: z.object({ runOrError: z.object({ status: z.string().regex(/^[A-Z_]{1,40}$/) }) }),
  });
  return runOrError.status;
}
