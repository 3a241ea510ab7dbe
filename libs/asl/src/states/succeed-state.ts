import type { SucceedState } from '../definition/state-machine.ts';
import { passInput } from './data-flow.ts';
import type { Outcome, StateView } from './state-view.ts';

/** Succeed ends its line of states with its input, through InputPath and OutputPath. */
export function runSucceed(state: SucceedState, view: StateView): Outcome {
  return { kind: 'exit', ...passInput(state, view), next: undefined };
}
