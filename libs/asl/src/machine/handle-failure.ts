import type { Catcher, Retrier, State } from '../definition/state-machine.ts';
import { placeResult } from '../states/data-flow.ts';
import { matchesError } from '../states/error-matching.ts';
import { tooLargeFailure, type Failure } from '../states/failure.ts';
import { retryDelaySeconds } from '../states/retry-delay.ts';
import type { Frame } from './execution-state.ts';
import { evaluationFailure, exitState, stateOf } from './exit-state.ts';
import { isTooLarge, toPayload } from '../payload.ts';
import { failExecution, newHandle, recordOn, updateFrame, type Run } from './run.ts';

/**
 * A state has failed: retry it, go where a catcher points, or fail its line.
 *
 * The first matching retrier decides about the retry, and its used-up attempts are not made good
 * by a later one. Only then the first matching catcher is asked.
 */
export function handleFailure(run: Run, frame: Frame, failure: Failure): void {
  if (failure.kind === 'runtime') {
    failExecution(run, failure, frame.cursor);
    return;
  }
  const state = stateOf(frame);
  if (retried(run, frame, state, failure)) return;
  const failed = isComposite(state) ? recordOn(run, frame, `${state.type}StateFailed`) : frame;
  const catcher = catchersOf(state).find(({ errorEquals }) => matchesError(errorEquals, failure));
  if (catcher) catchFailure(run, failed, catcher, failure);
  else failLine(run, failed, failure);
}

function retried(run: Run, frame: Frame, state: State, failure: Failure): boolean {
  const retriers = retriersOf(state);
  const position = retriers.findIndex(({ errorEquals }) => matchesError(errorEquals, failure));
  const retrier = retriers[position];
  const used = frame.attempts[position] ?? 0;
  if (!retrier || used >= retrier.maxAttempts) return false;
  const { host } = run.before.settings;
  const delayMs = retryDelaySeconds(retrier, used, () => host.random()) * 1000;
  const timerId = newHandle(run, frame);
  const attempts = retriers.map((_, i) => (frame.attempts[i] ?? 0) + (i === position ? 1 : 0));
  const retryCount = frame.retryCount + 1;
  updateFrame(run, frame, { attempts, retryCount, phase: { kind: 'retrying', timerId } });
  run.effects.push({ type: 'setTimer', timerId, dueAtMs: run.nowMs + delayMs });
  return true;
}

/** Go to the catcher's state with the error placed in the failed state's input. */
function catchFailure(run: Run, frame: Frame, catcher: Catcher, failure: Failure): void {
  const error = toPayload({ Error: failure.error ?? '', Cause: failure.cause ?? '' });
  try {
    const output = placeResult(catcher.resultPath, error, frame.input);
    if (isTooLarge(output.text)) {
      failLine(run, frame, tooLargeFailure(frame.stateName, 'limit'));
      return;
    }
    exitState(run, frame, output, catcher.next);
  } catch (thrown) {
    failLine(run, frame, evaluationFailure(thrown, frame));
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

function isComposite(state: State): boolean {
  return state.type === 'Parallel' || state.type === 'Map';
}
