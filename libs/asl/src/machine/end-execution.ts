import { errorFields } from '../history/event-fields.ts';
import { executionSucceeded } from '../history/state-events.ts';
import type { Failure } from '../states/failure.ts';
import type { ExecutionEnd } from './effect.ts';
import type { ExecutionState } from './execution-state.ts';
import { record } from './record.ts';
import { cancelTimers, cancelWaits, type Run } from './run.ts';

/** The timer of the whole execution; no frame has id 0. */
export const EXECUTION_TIMER = '0/0';

/** Express executions end after five minutes, whatever the definition says. */
const EXPRESS_LIMIT_SECONDS = 300;

/** Limit of the whole execution in seconds; `undefined` when there is none. */
export function executionTimeoutSeconds({ settings }: ExecutionState): number | undefined {
  const { timeoutSeconds } = settings.definition;
  if (settings.type === 'STANDARD') return timeoutSeconds;
  return Math.min(timeoutSeconds ?? EXPRESS_LIMIT_SECONDS, EXPRESS_LIMIT_SECONDS);
}

/** End as SUCCEEDED with JSON text, after event `previousEventId`. */
export function succeedExecution(run: Run, output: string, previousEventId: number): void {
  record(run, previousEventId, executionSucceeded(output));
  end(run, { status: 'SUCCEEDED', output });
}

/** End as FAILED, after event `previousEventId`. */
export function failExecution(run: Run, failure: Failure, previousEventId: number): void {
  const why = errorFields(failure);
  const details = { executionFailedEventDetails: why };
  record(run, previousEventId, { type: 'ExecutionFailed', details });
  end(run, { status: 'FAILED', ...why });
}

/** End as ABORTED by request. Running states get no event: the service writes this one alone. */
export function abortExecution(run: Run, error?: string, cause?: string): void {
  const why = errorFields({ error, cause });
  const details = { executionAbortedEventDetails: why };
  record(run, 0, { type: 'ExecutionAborted', details });
  end(run, { status: 'ABORTED', ...why });
}

/** End as TIMED_OUT: States.Timeout stands in the history only, not in the execution's result. */
export function timeOutExecution(run: Run): void {
  const details = { executionTimedOutEventDetails: { error: 'States.Timeout' } };
  record(run, 0, { type: 'ExecutionTimedOut', details });
  end(run, { status: 'TIMED_OUT' });
}

/** Nothing of the execution waits any more. */
function end(run: Run, how: ExecutionEnd): void {
  for (const frame of run.frames.values()) cancelWaits(run, frame);
  const hasTimer = executionTimeoutSeconds(run.before) !== undefined;
  if (hasTimer && how.status !== 'TIMED_OUT') cancelTimers(run, [EXECUTION_TIMER]);
  run.frames.clear();
  run.turns.length = 0;
  run.signals.length = 0;
  run.isEnded = true;
  run.effects.push({ type: 'complete', end: how });
}
