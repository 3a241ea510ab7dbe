import type { SucceedState } from '../definition/state-machine.ts';
import { selectPath } from './data-flow.ts';
import type { Outcome, StateView } from './state-view.ts';

/** Succeed ends its line of states with its input, through InputPath and OutputPath. */
export function runSucceed(state: SucceedState, view: StateView): Outcome {
  const input = selectPath(state.inputPath, view.input, view);
  return { kind: 'exit', output: selectPath(state.outputPath, input, view), next: undefined };
}
