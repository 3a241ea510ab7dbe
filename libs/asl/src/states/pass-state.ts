import type { PassState } from '../definition/state-machine.ts';
import { toPayload } from '../payload.ts';
import { applyResult, effectiveInput } from './data-flow.ts';
import type { Outcome, StateView } from './state-view.ts';

/**
 * Pass hands on its Result, else its Parameters, else its input.
 *
 * Result is taken as it stands: a key that ends in `.$` inside it is data.
 */
export function runPass(state: PassState, view: StateView): Outcome {
  const input = effectiveInput(state, view);
  const result = state.result === undefined ? input : toPayload(state.result);
  return { kind: 'exit', output: applyResult(state, result, view), next: state.next };
}
