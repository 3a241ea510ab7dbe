import type { FailState } from '../definition/state-machine.ts';
import { evaluateStringExpression } from '../templates/evaluate-template.ts';
import { runtimeError } from './failure.ts';
import { fillText } from './jsonata-flow.ts';
import type { Outcome, StateView } from './state-view.ts';

/**
 * Fail ends its line of states with Error and Cause, fixed or from ErrorPath and CausePath, which
 * take a JSONPath, a context path or an intrinsic function. Both may be absent.
 *
 * @throws {EvaluationError} when a path selects nothing, or something that is not a string
 */
export function runFail(state: FailState, view: StateView): Outcome {
  if (state.queryLanguage === 'JSONata') {
    return {
      kind: 'declaredFailure',
      error: filledText('Error', state.error, view),
      cause: filledText('Cause', state.cause, view),
    };
  }
  return {
    kind: 'declaredFailure',
    error: state.error ?? textAt('ErrorPath', state.errorPath, view),
    cause: state.cause ?? textAt('CausePath', state.causePath, view),
  };
}

function filledText(
  field: 'Error' | 'Cause',
  value: string | undefined,
  view: StateView,
): string | undefined {
  if (value === undefined) return undefined;
  return fillText(field, value, { states: { input: view.input.json }, view });
}

function textAt(
  field: 'ErrorPath' | 'CausePath',
  expression: string | undefined,
  view: StateView,
): string | undefined {
  if (expression === undefined) return undefined;
  const value = evaluateStringExpression(expression, view.scope(view.input.json), view.host, field);
  if (typeof value === 'string') return value;
  throw runtimeError(
    `The ${field} parameter does not reference a string value: ${expression} == ${JSON.stringify(value)}`,
  );
}
