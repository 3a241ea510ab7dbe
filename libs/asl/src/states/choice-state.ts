import { evaluateChoiceRule } from '../choice/evaluate-choice-rule.ts';
import type { ChoiceBranch, ChoiceState } from '../definition/state-machine.ts';
import { passInput, selectPath } from './data-flow.ts';
import { runtimeError } from './failure.ts';
import { fillTyped } from './jsonata-flow.ts';
import type { Outcome, StateView } from './state-view.ts';

/**
 * Choice goes where its first matching rule points, else to Default.
 *
 * The rule that matches brings its own Assign and Output; those of the state belong to Default.
 *
 * @throws {EvaluationError} States.Runtime when nothing matches: the service reports that, and
 *   not the States.NoChoiceMatched of the language's specification
 */
export function runChoice(state: ChoiceState, view: StateView): Outcome {
  const branch = findBranch(state, view);
  const next = branch?.next ?? state.default;
  if (next === undefined) {
    throw runtimeError(
      'Failed to transition out of the state. The state does not point to a next state.',
    );
  }
  const { assign, output } = branch ?? state;
  return { kind: 'exit', ...passInput({ ...state, assign, output }, view), next };
}

function findBranch(state: ChoiceState, view: StateView): ChoiceBranch | undefined {
  if (state.queryLanguage === 'JSONata') {
    // One after the other: a condition behind the one that holds is never looked at.
    return state.choices.find(({ rule }, i) => {
      const use = { type: 'boolean', states: { input: view.input.json }, view } as const;
      return fillTyped(`Choices[${i}]/Condition`, rule.Condition ?? false, use) === true;
    });
  }
  const input = selectPath(state.inputPath, view.input, view);
  const scope = view.scope(input.json);
  return state.choices.find(({ rule }) => evaluateChoiceRule(rule, scope));
}
