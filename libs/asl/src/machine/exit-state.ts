import type { State } from '../definition/state-machine.ts';
import { AslSyntaxError, EvaluationError, QueryEvaluationError } from '../errors.ts';
import { errorFields } from '../history/event-fields.ts';
import { evaluationFailed, stateExited } from '../history/state-events.ts';
import { isTooLarge, type Payload } from '../payload.ts';
import {
  failureOf,
  runtimeError,
  tooLargeFailure,
  tooManyVariablesFailure,
  type Failure,
} from '../states/failure.ts';
import type { Assigned } from '../states/state-view.ts';
import type { Frame } from './execution-state.ts';
import { record } from './record.ts';
import { updateFrame, type Run } from './run.ts';
import { isOverVariableLimit, variableBytesWith } from './variable-limit.ts';

/** Where a state goes when it is left, and with what. No `next`: the line of states ends. */
export interface Exit {
  readonly output: Payload;
  readonly next: string | undefined;
  /** Variables to set; undefined when the state has no Assign. */
  readonly assigned: Assigned;
}

/**
 * Leave the state that `frame` is in.
 *
 * An output, or the variables, over the size limit fails the state instead, before any event is written.
 */
export function exitState(run: Run, frame: Frame, { output, next, assigned }: Exit): void {
  const name = frame.stateName;
  if (isTooLarge(output.text) || (assigned && isTooLarge(JSON.stringify(assigned)))) {
    failState(run, frame, tooLargeFailure(name, 'limit'));
    return;
  }
  const variableBytes = assigned ? variableBytesWith(frame, assigned) : frame.variableBytes;
  if (assigned && isOverVariableLimit(run, frame, variableBytes)) {
    failState(run, frame, tooManyVariablesFailure(name));
    return;
  }
  const event = stateExited(stateOf(frame).type, name, { output, assigned });
  const cursor = record(run, frame.cursor, event);
  if (next === undefined) {
    updateFrame(run, frame, { cursor });
    run.signals.push({ kind: 'lineSucceeded', frameId: frame.id, output });
    return;
  }
  const variables = assigned ? { ...frame.variables, ...assigned } : frame.variables;
  const phase = { kind: 'entering', stateName: next } as const;
  updateFrame(run, frame, { cursor, phase, input: output, variables, variableBytes });
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
    failEvaluation(run, frame, error);
  }
}

function failEvaluation(run: Run, frame: Frame, error: unknown): void {
  const failure = evaluationFailure(error, frame);
  failState(run, recordEvaluation(run, frame, { error, failure }), failure);
}

/**
 * Record EvaluationFailed where the failure is that of a JSONata expression.
 *
 * On entry the event follows what came before the state, not the state's Entered event.
 */
export function recordEvaluation(
  run: Run,
  frame: Frame,
  { error, failure }: { readonly error: unknown; readonly failure: Failure },
): Frame {
  if (!(error instanceof QueryEvaluationError)) return frame;
  const isOnEntry = frame.cursor === frame.enteredEventId && !error.isOfWork;
  const previousEventId = isOnEntry ? frame.beforeEntryId : frame.cursor;
  const event = evaluationFailed(frame.stateName, errorFields(failure), error.location);
  return updateFrame(run, frame, { cursor: record(run, previousEventId, event) });
}

/** The failure that an evaluation's error means for the state; any other error is thrown on. */
export function evaluationFailure(error: unknown, frame: Frame): Failure {
  const known = error instanceof AslSyntaxError ? runtimeError(error.message) : error;
  if (!(known instanceof EvaluationError)) throw error;
  return failureOf(known, frame.stateName, frame.enteredEventId);
}

/** The definition of the state that a frame is in. Validated definitions have every state. */
export function stateOf(frame: Frame): State {
  const state = frame.graph.states[frame.stateName];
  if (!state) throw new Error(`State "${frame.stateName}" is not in the definition`);
  return state;
}
