import { evaluateChoiceRule } from '../choice/evaluate-choice-rule.ts';
import type { ChoiceState } from '../definition/state-machine.ts';
import { selectPath } from './data-flow.ts';
import { runtimeError } from './failure.ts';
import type { Outcome, StateView } from './state-view.ts';

/**
 * Choice goes where its first matching rule points, else to Default.
 *
 * @throws {EvaluationError} States.Runtime when nothing matches: the service reports that, and
 *   not the States.NoChoiceMatched of the language's specification
 */
export function runChoice(state: ChoiceState, view: StateView): Outcome {
  const input = selectPath(state.inputPath, view.input, view);
  const scope = view.scope(input.json);
  const branch = state.choices.find(({ rule }) => evaluateChoiceRule(rule, scope));
  const next = branch?.next ?? state.default;
  if (next === undefined) {
    throw runtimeError(
      'Failed to transition out of the state. The state does not point to a next state.',
    );
  }
  return { kind: 'exit', output: selectPath(state.outputPath, input, view), next };
}
