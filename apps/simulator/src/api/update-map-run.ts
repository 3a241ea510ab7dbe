import type { JsonObject } from '@pipelines/core';
import { ApiError } from './api-errors.ts';
import { readMapRun } from './map-runs.ts';
import type { OperationContext } from './operation.ts';
import { membersOf } from './request-members.ts';

/** The largest Integer and Long of the service's model; a Long is exact here up to 2^53 only. */
const MOST_CONCURRENCY = 2 ** 31 - 1;
const MOST_FAILURES = Number.MAX_SAFE_INTEGER;

/**
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateMapRun.html
 *
 * The new limits count from now on: children that run go on, others start or the run fails at once.
 */
export function updateMapRun(body: JsonObject, { registry }: OperationContext): JsonObject {
  const members = membersOf(body);
  const maxConcurrency = members.optionalInteger('maxConcurrency', MOST_CONCURRENCY);
  const count = members.optionalInteger('toleratedFailureCount', MOST_FAILURES);
  const percentage = members.optionalNumber('toleratedFailurePercentage', 100);
  const run = readMapRun(body, registry);
  if (maxConcurrency === undefined && count === undefined && percentage === undefined) {
    const names = 'maxConcurrency, toleratedFailureCount or toleratedFailurePercentage';
    const text = `Must specify at least one of ${names}`;
    throw new ApiError('ValidationException', text, 'MISSING_REQUIRED_PARAMETER');
  }
  if (run.status !== 'RUNNING') {
    const text = `Map Run is completed and cannot be updated: '${run.arn}'`;
    throw new ApiError('ValidationException', text, 'CANNOT_UPDATE_COMPLETED_MAP_RUN');
  }
  registry.updateMapRun(run.arn, {
    ...(maxConcurrency !== undefined && { maxConcurrency }),
    tolerance: {
      count: count ?? run.tolerance.count,
      percentage: percentage ?? run.tolerance.percentage,
    },
  });
  return {};
}
