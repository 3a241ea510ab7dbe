import type { Catcher, Retrier, State } from '../definition/state-machine.ts';
import { isTooLarge } from '../payload.ts';
import { caughtOutput } from '../states/caught-output.ts';
import { matchesError } from '../states/error-matching.ts';
import { tooLargeFailure, type Failure } from '../states/failure.ts';
import { retryDelaySeconds } from '../states/retry-delay.ts';
import { failExecution } from './end-execution.ts';
import type { Frame } from './execution-state.ts';
import { evaluationFailure, exitState, recordEvaluation, stateOf } from './exit-state.ts';
import { recordOn } from './record.ts';
import { setTimer, updateFrame, type Run } from './run.ts';
import { viewOf } from './view-of.ts';

/**
 * A state has failed: retry it, go where a catcher points, or fail its line.
 *
 * The first matching retrier decides about the retry, and its used-up attempts are not made good
 * by a later one. Only then the first matching catcher is asked. A runtime failure asks nobody.
 */
export function handleFailure(run: Run, frame: Frame, failure: Failure): void {
  if (failure.kind === 'runtime') {
    failExecution(run, failure, frame.cursor);
    return;
  }
  if (retry(run, frame, failure)) return;
  const state = stateOf(frame);
  const hasFailedEvent = state.type === 'Parallel' || state.type === 'Map';
  const failed = hasFailedEvent
    ? recordOn(run, frame, { type: `${state.type}StateFailed` })
    : frame;
  const catcher = catchersOf(state).find(({ errorEquals }) => matchesError(errorEquals, failure));
  if (catcher) catchFailure(run, failed, { catcher, failure });
  else failLine(run, failed, failure);
}

/** Wait for the next attempt, if a retrier grants one. */
function retry(run: Run, frame: Frame, failure: Failure): boolean {
  const retriers = retriersOf(stateOf(frame));
  const position = retriers.findIndex(({ errorEquals }) => matchesError(errorEquals, failure));
  const retrier = retriers[position];
  const used = frame.attempts[position] ?? 0;
  if (!retrier || used >= retrier.maxAttempts) return false;
  const { host } = run.before.settings;
  const delaySeconds = retryDelaySeconds(retrier, used, () => host.random());
  const timerId = setTimer(run, frame, run.nowMs + delaySeconds * 1000);
  updateFrame(run, frame, {
    attempts: retriers.map((_, i) => (frame.attempts[i] ?? 0) + (i === position ? 1 : 0)),
    retryCount: frame.retryCount + 1,
    phase: { kind: 'retrying', timerId },
  });
  return true;
}

/** Go where a catcher points; what it hands on may itself fail, and then the line does. */
function catchFailure(
  run: Run,
  frame: Frame,
  { catcher, failure }: { readonly catcher: Catcher; readonly failure: Failure },
): void {
  const { queryLanguage } = stateOf(frame);
  try {
    const caught = caughtOutput({ catcher, queryLanguage }, failure, viewOf(run, frame));
    if (isTooLarge(caught.output.text)) {
      failLine(run, frame, tooLargeFailure(frame.stateName, 'limit'));
    } else {
      exitState(run, frame, { ...caught, next: catcher.next });
    }
  } catch (error) {
    const why = evaluationFailure(error, frame);
    failLine(run, recordEvaluation(run, frame, { error, failure: why }), why);
  }
}

function failLine(run: Run, frame: Frame, failure: Failure): void {
  run.signals.push({ kind: 'lineFailed', frameId: frame.id, failure });
}

function retriersOf(state: State): readonly Retrier[] {
  return 'retry' in state ? state.retry : [];
}

function catchersOf(state: State): readonly Catcher[] {
  return 'catch' in state ? state.catch : [];
}
