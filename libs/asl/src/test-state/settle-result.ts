import type { Json, JsonObject } from '@pipelines/core';
import type { MapState, ParallelState, PassState, TaskState } from '../definition/state-machine.ts';
import { toPayload, type Payload } from '../payload.ts';
import { runChoice } from '../states/choice-state.ts';
import { applyResult, effectiveInput, placeResult, selectResult } from '../states/data-flow.ts';
import { runFail } from '../states/fail-state.ts';
import { runPass } from '../states/pass-state.ts';
import type { Outcome, StateView } from '../states/state-view.ts';
import { runSucceed } from '../states/succeed-state.ts';
import { endWait, runWait } from '../states/wait-state.ts';
import type { Trial } from './test-state.ts';
import type { TestStateResponse } from './test-state-request.ts';

/** How a test ends, and what its inspection has in addition. */
export interface Settled {
  readonly response: Omit<TestStateResponse, 'inspectionData'>;
  readonly inspection: JsonObject;
}

/**
 * What a state makes of the result of its work; one without work decides by itself.
 *
 * @throws {EvaluationError} when a field does not fit the data
 */
export function settleResult(trial: Trial, result: Payload | undefined, view: StateView): Settled {
  const { state } = trial;
  switch (state.type) {
    case 'Task':
    case 'Map':
    case 'Parallel': {
      const worked = result ?? toPayload(null);
      const exit = { kind: 'exit', ...applyResult(state, worked, view), next: state.next } as const;
      return answer(trial, exit, inspectResult(state, worked, view));
    }
    case 'Pass':
      return answer(trial, runPass(state, view), inspectPassResult(state, view));
    case 'Choice':
      return answer(trial, runChoice(state, view), {});
    case 'Succeed':
      return answer(trial, runSucceed(state, view), {});
    case 'Fail':
      return answer(trial, runFail(state, view), {});
    case 'Wait':
      // Its time is checked, and not waited for.
      runWait(state, view);
      return answer(trial, endWait(state, view), {});
  }
}

function answer({ around }: Trial, outcome: Outcome, inspection: JsonObject): Settled {
  if (outcome.kind === 'declaredFailure') {
    const { error, cause } = outcome;
    return {
      response: {
        status: 'FAILED',
        ...(error !== undefined && { error }),
        ...(cause !== undefined && { cause }),
      },
      inspection,
    };
  }
  if (outcome.kind !== 'exit') throw new Error(`A tested state cannot end in a ${outcome.kind}`);
  const { assigned, next, output } = outcome;
  return {
    response: {
      status: 'SUCCEEDED',
      output: output.text,
      ...(next !== undefined && { nextState: next }),
    },
    inspection: { ...inspection, ...inspectVariables({ ...around.variables, ...assigned }) },
  };
}

function inspectVariables(variables: Readonly<Record<string, Json>>): JsonObject {
  return Object.keys(variables).length === 0 ? {} : { variables: JSON.stringify(variables) };
}

function inspectResult(
  state: TaskState | MapState | ParallelState,
  result: Payload,
  view: StateView,
): JsonObject {
  const shown = state.type === 'Task' ? { result: result.text } : {};
  if (state.queryLanguage === 'JSONata') return shown;
  return { ...shown, ...inspectPlaced(state, result, view) };
}

function inspectPassResult(state: PassState, view: StateView): JsonObject {
  if (state.queryLanguage === 'JSONata') return {};
  const isFixed = state.result !== undefined;
  const result = isFixed ? toPayload(state.result ?? null) : effectiveInput(state, view);
  return { ...(isFixed && { result: result.text }), ...inspectPlaced(state, result, view) };
}

function inspectPlaced(
  state: PassState | TaskState | MapState | ParallelState,
  result: Payload,
  view: StateView,
): JsonObject {
  const selected = 'resultSelector' in state ? selectResult(state, result, view) : result;
  return {
    afterResultSelector: selected.text,
    afterResultPath: placeResult(state.resultPath, selected, view.input).text,
  };
}
