import type { PassState } from '../definition/state-machine.ts';
import { toPayload } from '../payload.ts';
import { applyResult, effectiveInput, passInput } from './data-flow.ts';
import type { Outcome, StateView } from './state-view.ts';

/**
 * Pass hands on its Result, else its Parameters, else its input.
 *
 * In JSONata it has its Output, else its input, and no result. Result is taken as it stands: a key that ends in `.$` inside it is data.
 */
export function runPass(state: PassState, view: StateView): Outcome {
  if (state.queryLanguage === 'JSONata') {
    return { kind: 'exit', ...passInput(state, view), next: state.next };
  }
  const input = effectiveInput(state, view);
  const result = state.result === undefined ? input : toPayload(state.result);
  return { kind: 'exit', ...applyResult(state, result, view), next: state.next };
}
