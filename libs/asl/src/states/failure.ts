import type { JsonObject } from '@pipelines/core';
import { EvaluationError } from '../errors.ts';

/**
 * Why a state failed. `error` and `cause` may be absent, as in a Fail state without fields.
 *
 * The kind decides who may handle it: an `error` is open to Retry and Catch; a `heartbeat` is a
 * timeout that answers to two names; a `limit` is a state's own size limit, which no wildcard
 * matches; `runtime` ends the whole execution, whatever Retry and Catch say.
 */
export interface Failure {
  readonly kind: 'error' | 'heartbeat' | 'limit' | 'runtime';
  readonly error: string | undefined;
  readonly cause: string | undefined;
}

/** The failure of an entered state whose data could not be evaluated, with AWS's prefix. */
export function failureOf(error: EvaluationError, stateName: string, enteredId: number): Failure {
  const where = `An error occurred while executing the state '${stateName}' (entered at the event id #${enteredId}).`;
  return failureWith(error.errorName, `${where} ${error.message}`);
}

/** A failure by name: `States.Runtime` is beyond Retry and Catch whoever reports it. */
export function failureWith(error: string | undefined, cause: string | undefined): Failure {
  return { kind: error === 'States.Runtime' ? 'runtime' : 'error', error, cause };
}

/**
 * A failure as data: what a catcher hands on, and a tolerated item's result.
 *
 * Recorded: a timeout has the empty Cause, a failure that was reported without fields has nulls.
 */
export function errorOutput({ error, cause }: Failure): JsonObject {
  const absentCause = error === 'States.Timeout' ? '' : null;
  return { Error: error ?? null, Cause: cause ?? absentCause };
}

/** The result of a task, or the output of a state, needs more than 262 144 bytes. */
export function tooLargeFailure(name: string, kind: 'error' | 'limit'): Failure {
  return {
    kind,
    error: 'States.DataLimitExceeded',
    cause: `The state/task '${name}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  };
}

/** With the variables that a state sets, those of the execution need more than 10 MiB. */
export function tooManyVariablesFailure(name: string): Failure {
  return {
    kind: 'limit',
    error: 'States.DataLimitExceeded',
    cause: `The state '${name}' set variables with which all variables of the execution exceed the maximum number of bytes service limit.`,
  };
}

/** A state cannot go on, and neither can its execution; the prefix is put before `message`. */
export function runtimeError(message: string): EvaluationError {
  return new EvaluationError('States.Runtime', message);
}
