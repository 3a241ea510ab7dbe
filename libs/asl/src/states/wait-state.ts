import type { Json } from '@pipelines/core';
import type { WaitDelay, WaitState } from '../definition/state-machine.ts';
import { PathNotFoundError, QueryEvaluationError } from '../errors.ts';
import { evaluatePath } from '../paths/evaluate-path.ts';
import type { Scope } from '../scope.ts';
import { parseTimestamp } from '../timestamps/parse-timestamp.ts';
import { passInput, selectPath } from './data-flow.ts';
import { runtimeError } from './failure.ts';
import { fillText, fillTyped } from './jsonata-flow.ts';
import type { ExitOutcome, Outcome, StateView } from './state-view.ts';

/** The service counts delays in a signed 32-bit number of seconds: 24 855 days and some hours. */
const LONGEST_WAIT_SECONDS = 2 ** 31 - 1;

/**
 * Wait until its time; a time in the past ends the wait at once.
 *
 * @throws {EvaluationError} when SecondsPath or TimestampPath selects nothing or no time, or the
 *   delay is longer than the service can count
 */
export function runWait(state: WaitState, view: StateView): Outcome {
  const dueAtMs =
    state.queryLanguage === 'JSONata'
      ? filledDueAt(state.delay, view)
      : dueAt(
          state.delay,
          view.scope(selectPath(state.inputPath, view.input, view).json),
          view.nowMs,
        );
  if (dueAtMs - view.nowMs > LONGEST_WAIT_SECONDS * 1000) {
    throw runtimeError('Wait state delay is too long.');
  }
  return dueAtMs > view.nowMs ? { kind: 'wait', dueAtMs } : endWait(state, view);
}

/** What a Wait does when its time has come. */
export function endWait(state: WaitState, view: StateView): ExitOutcome {
  return { kind: 'exit', ...passInput(state, view), next: state.next };
}

function filledDueAt(delay: WaitDelay, view: StateView): number {
  const states = { input: view.input.json };
  if (delay.kind === 'timestamp') {
    return filledTimestamp(fillText('Timestamp', delay.timestamp, { states, view }));
  }
  const seconds = delay.kind === 'seconds' ? delay.seconds : 0;
  const value = Number(fillTyped('Seconds', seconds, { type: 'number', states, view }));
  if (value >= 0) return view.nowMs + value * 1000;
  throw new QueryEvaluationError(
    `The Seconds field references a negative value: ${value}`,
    'Seconds',
    true,
  );
}

function filledTimestamp(text: string): number {
  const timestampMs = parseTimestamp(text);
  if (timestampMs !== undefined) return timestampMs;
  throw new QueryEvaluationError(
    `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${text}`,
    'Timestamp',
    true,
  );
}

function dueAt(delay: WaitDelay, scope: Scope, nowMs: number): number {
  switch (delay.kind) {
    case 'seconds':
      return nowMs + Number(delay.seconds) * 1000;
    case 'secondsPath':
      return nowMs + secondsAt(delay.path, scope) * 1000;
    case 'timestamp':
      return timestampOf(delay.timestamp, 'Timestamp', delay.timestamp);
    case 'timestampPath': {
      const value = valueAt(scope, 'TimestampPath', delay.path);
      return timestampOf(value, 'TimestampPath', `${delay.path} == ${plainText(value)}`);
    }
  }
}

function secondsAt(path: string, scope: Scope): number {
  const value = valueAt(scope, 'SecondsPath', path);
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    throw runtimeError(
      `The SecondsPath parameter cannot be parsed as a long value: ${path} == ${plainText(value)}`,
    );
  }
  if (value < 0) {
    throw runtimeError(
      `The SecondsPath parameter references a negative value: ${path} == ${value}`,
    );
  }
  return value;
}

function timestampOf(value: Json, field: string, shown: string): number {
  const timestampMs = typeof value === 'string' ? parseTimestamp(value) : undefined;
  if (timestampMs !== undefined) return timestampMs;
  throw runtimeError(
    `The ${field} parameter does not reference a valid ISO-8601 extended offset date-time format string: ${shown}`,
  );
}

function valueAt(scope: Scope, field: string, path: string): Json {
  try {
    return evaluatePath(path, scope);
  } catch (error) {
    if (!(error instanceof PathNotFoundError)) throw error;
    throw runtimeError(`The ${field} parameter does not reference an input value: ${path}`);
  }
}

function plainText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
