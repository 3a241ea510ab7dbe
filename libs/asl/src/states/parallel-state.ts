import type { ParallelState } from '../definition/state-machine.ts';
import { effectiveInput } from './data-flow.ts';
import type { BranchesPlan, StateView } from './state-view.ts';

/** Parallel gives each branch the same effective input, and runs all of them at once. */
export function planParallel(state: ParallelState, view: StateView): BranchesPlan {
  return {
    kind: 'branches',
    input: effectiveInput(state, view),
    items: undefined,
    total: state.branches.length,
    maxConcurrency: state.branches.length,
    toleratedFailures: undefined,
  };
}
