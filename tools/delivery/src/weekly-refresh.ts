import { appendFileSync } from 'node:fs';
import { SFNClient } from '@aws-sdk/client-sfn';
import { messageOf } from '@pipelines/core';
import { readRefreshRequest, RefreshRequestError } from './refresh-request.ts';
import { lastEvents, RefreshNotEndedError, startRefresh, waitForRefresh } from './start-refresh.ts';
import { consoleUrl, stepSummary } from './step-summary.ts';

/** The machine ends after two hours; the job has ten minutes more than this. */
const LIMIT_SECONDS = 2 * 60 * 60;
const POLL_SECONDS = 10;

const EXIT = { ok: 0, failed: 1, usage: 2, timeout: 5 } as const;

/**
 * What the weekly workflow runs: start the refresh, wait for its end, write the step's summary.
 *
 * Variables: see refresh-request.ts; POLL_SECONDS; GITHUB_STEP_SUMMARY is the file of the summary.
 *
 * @returns the exit code: 1 when the execution failed, 2 for a wrong variable, 5 when it did not end
 */
async function main(env: Readonly<Record<string, string | undefined>>): Promise<number> {
  const request = readRefreshRequest(env);
  const client = new SFNClient({ region: request.stateMachineArn.split(':')[3] ?? '' });
  const arn = await startRefresh(client, request, Date.now());
  console.log(`Started ${arn}\n${consoleUrl(arn)}`);
  if (!request.isWaiting) return EXIT.ok;
  const pollSeconds = Number(env['POLL_SECONDS'] || POLL_SECONDS);
  const execution = await waitForRefresh(client, arn, { pollSeconds, limitSeconds: LIMIT_SECONDS });
  const hasSucceeded = execution.status === 'SUCCEEDED';
  const summary = stepSummary(execution, hasSucceeded ? [] : await lastEvents(client, arn));
  console.log(`Ended: ${execution.status}`);
  if (env['GITHUB_STEP_SUMMARY']) appendFileSync(env['GITHUB_STEP_SUMMARY'], `${summary}\n`);
  else console.log(summary);
  return hasSucceeded ? EXIT.ok : EXIT.failed;
}

try {
  process.exitCode = await main(process.env);
} catch (error) {
  console.error(`${error instanceof Error ? error.name : 'Error'}: ${messageOf(error)}`);
  process.exitCode =
    error instanceof RefreshRequestError
      ? EXIT.usage
      : error instanceof RefreshNotEndedError
        ? EXIT.timeout
        : EXIT.failed;
}
