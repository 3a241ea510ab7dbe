import type { Failure } from './failure.ts';

/**
 * Does a retrier or catcher with these `ErrorEquals` handle this failure?
 *
 * `States.ALL` matches every error but States.Runtime and a state's own States.DataLimitExceeded
 * (a task result over the limit is an ordinary error). `States.TaskFailed` matches what
 * `States.ALL` does, but no timeout. A missed heartbeat is reported as States.Timeout and answers
 * to States.HeartbeatTimeout too.
 * Source: Step Functions developer guide, "Handling errors", and recorded executions.
 */
export function matchesError(errorEquals: readonly string[], failure: Failure): boolean {
  if (failure.kind === 'runtime') return false;
  return errorEquals.some((name) => matchesName(name, failure));
}

function matchesName(name: string, failure: Failure): boolean {
  if (name === failure.error) return true;
  if (failure.kind === 'heartbeat' && name === 'States.HeartbeatTimeout') return true;
  if (failure.kind === 'limit') return false;
  if (name === 'States.TaskFailed') return failure.error !== 'States.Timeout';
  return name === 'States.ALL';
}
