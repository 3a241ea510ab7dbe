import type { State } from '../definition/state-machine.ts';
import { AslSyntaxError, EvaluationError } from '../errors.ts';
import { failureOf, runtimeError, tooLargeFailure, type Failure } from '../states/failure.ts';
import type { Frame } from './execution-state.ts';
import { isTooLarge, type Payload } from '../payload.ts';
import { record, type Run } from './run.ts';

const NOT_TRUNCATED = { truncated: false } as const;

/**
 * Leave the state that `frame` is in: to `next`, or to the end of its line when there is none.
 *
 * An output over the size limit fails the state instead, before any event is written.
 */
export function exitState(run: Run, frame: Frame, output: Payload, next: string | undefined): void {
  const name = frame.stateName;
  if (isTooLarge(output.text)) {
    failState(run, frame, tooLargeFailure(name, 'limit'));
    return;
  }
  const cursor = record(run, `${stateOf(frame).type}StateExited`, frame.cursor, {
    stateExitedEventDetails: { name, output: output.text, outputDetails: NOT_TRUNCATED },
  });
  if (next === undefined) {
    run.frames.set(frame.id, { ...frame, cursor });
    run.signals.push({ kind: 'lineSucceeded', frameId: frame.id, output });
    return;
  }
  const phase = { kind: 'entering', stateName: next } as const;
  run.frames.set(frame.id, { ...frame, cursor, phase, input: output });
  run.turns.push(frame.id);
}

/** Let the state of `frame` fail; Retry and Catch are asked when the signal is handled. */
export function failState(run: Run, frame: Frame, failure: Failure): void {
  run.signals.push({ kind: 'stateFailed', frameId: frame.id, failure });
}

/** Do the work of a state; an expression that cannot be evaluated fails the state. */
export function evaluating(run: Run, frame: Frame, work: () => void): void {
  try {
    work();
  } catch (error) {
    failState(run, frame, evaluationFailure(error, frame));
  }
}

/** The failure that an evaluation's error means for the state; any other error is thrown on. */
export function evaluationFailure(error: unknown, frame: Frame): Failure {
  const known = error instanceof AslSyntaxError ? runtimeError(error.message) : error;
  if (!(known instanceof EvaluationError)) throw error;
  return failureOf(known, frame.stateName, frame.enteredEventId);
}

/** The definition of the state that a frame is in. */
export function stateOf(frame: Frame): State {
  const state = frame.graph.states[frame.stateName];
  if (!state) throw new Error(`State "${frame.stateName}" is not in the definition`);
  return state;
}
