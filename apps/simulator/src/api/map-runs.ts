import type { MapRunCounts } from '@pipelines/asl-runtime';
import type { JsonObject } from '@pipelines/core';
import type { MapRunRecord } from '../executions/map-runs.ts';
import type { Registry } from '../executions/registry.ts';
import { ExecutionDoesNotExistError } from '../executions/registry-errors.ts';
import { resourceNotFound } from './api-errors.ts';
import { readArn, readExecutionArn } from './arn-members.ts';
import { epochSeconds, present, type OperationContext } from './operation.ts';
import { nextToken, readPage } from './page-token.ts';
import { membersOf } from './request-members.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListMapRuns.html */
export function listMapRuns(body: JsonObject, { registry }: OperationContext): JsonObject {
  const members = membersOf(body);
  const arn = readExecutionArn(members);
  const scope = `map runs of ${arn}`;
  const page = readPage(members, scope);
  if (!registry.execution(arn)) throw new ExecutionDoesNotExistError(arn);
  const runs = registry.mapRuns(arn);
  return present({
    mapRuns: runs.slice(page.from, page.from + page.count).map((run) =>
      present({
        executionArn: run.executionArn,
        mapRunArn: run.arn,
        stateMachineArn: machineArnOf(registry, run),
        startDate: epochSeconds(run.startMs),
        stopDate: stopDateOf(run),
      }),
    ),
    nextToken: nextToken(page, runs.length, scope),
  });
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeMapRun.html */
export function describeMapRun(body: JsonObject, { registry }: OperationContext): JsonObject {
  const run = readMapRun(body, registry);
  const { status, itemCounts, executionCounts, redriveMs } = run;
  return present({
    mapRunArn: run.arn,
    executionArn: run.executionArn,
    status,
    startDate: epochSeconds(run.startMs),
    stopDate: stopDateOf(run),
    maxConcurrency: run.maxConcurrency,
    toleratedFailurePercentage: run.tolerance.percentage ?? 0,
    toleratedFailureCount: run.tolerance.count ?? 0,
    itemCounts: countsOf(itemCounts),
    executionCounts: countsOf(executionCounts),
    redriveCount: run.redriveCount,
    redriveDate: redriveMs === undefined ? undefined : epochSeconds(redriveMs),
  });
}

/** The Map Run that `mapRunArn` names. @throws {ApiError} InvalidArn, ResourceNotFound */
export function readMapRun(body: JsonObject, registry: Registry): MapRunRecord {
  const arn = readArn(membersOf(body), 'mapRunArn', 'mapRun');
  const run = registry.mapRun(arn);
  if (!run) throw resourceNotFound(arn);
  return run;
}

function countsOf(counts: MapRunCounts): JsonObject {
  return {
    pending: counts.pending,
    running: counts.running,
    succeeded: counts.succeeded,
    failed: counts.failed,
    timedOut: counts.timedOut,
    aborted: counts.aborted,
    total: counts.total,
    resultsWritten: counts.resultsWritten,
    failuresNotRedrivable: 0,
    pendingRedrive: 0,
  };
}

function stopDateOf({ stopMs }: MapRunRecord): number | undefined {
  return stopMs === undefined ? undefined : epochSeconds(stopMs);
}

function machineArnOf(registry: Registry, { executionArn }: MapRunRecord): string | undefined {
  return registry.execution(executionArn)?.machineArn;
}
