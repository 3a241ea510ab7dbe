import type { Json } from '@pipelines/core';
import type { State, StateGraph } from '../definition/state-machine.ts';
import type { PastLine } from '../redrive/past-line.ts';
import type { BranchesPlan } from '../states/state-view.ts';
import type { BranchesPhase, Frame } from './execution-state.ts';
import { stateOf } from './exit-state.ts';
import { outputOf } from './resume-line.ts';
import type { Run } from './run.ts';

/** What a Parallel or Map state has of its branches as it begins its work. */
export type KeptBranches = Pick<BranchesPhase, 'past' | 'results' | 'doneCount'>;

/** The branches of a state that begins its work anew. */
export const NO_BRANCHES: KeptBranches = { past: undefined, results: [], doneCount: 0 };

/**
 * What is kept of the branches of before a redrive: the results of those that succeeded.
 *
 * @returns `undefined` when the results together were over the size limit: then all run again
 */
export function keepBranches(
  run: Run,
  frame: Frame,
  { total }: BranchesPlan,
  past: ReadonlyMap<number, PastLine>,
): KeptBranches | undefined {
  const state = stateOf(frame);
  const results: Json[] = [];
  let doneCount = 0;
  for (const [index, line] of past) {
    const graph = graphOf(state, index);
    const output = graph && outputOf(graph, line);
    if (!output) continue;
    results[index] = output.json;
    doneCount++;
  }
  const isOverLimit = run.before.past?.error === 'States.DataLimitExceeded';
  if (isOverLimit && doneCount === total) return undefined;
  return { past, results, doneCount };
}

function graphOf(state: State, index: number): StateGraph | undefined {
  if (state.type === 'Parallel') return state.branches[index];
  return state.type === 'Map' ? state.itemProcessor : undefined;
}
