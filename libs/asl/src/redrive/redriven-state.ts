import type { State, StateGraph } from '../definition/state-machine.ts';
import type { HistoryEvent } from '../history/history-event.ts';
import {
  createExecutionState,
  type ExecutionOptions,
  type ExecutionState,
} from '../machine/execution-state.ts';
import { readPast } from './read-past.ts';

/**
 * The state of an execution that ended without success and is to go on; event `start` redrives it.
 *
 * All that it needs to know is read from its history: what succeeded is kept, and what failed or was
 * aborted is run again from the state where it stopped, with fresh retries. Its definition, input
 * and names must be those with which it ran.
 *
 * @param history - all events so far; the last one ends the execution
 */
export function createRedrivenState(
  options: ExecutionOptions,
  history: readonly HistoryEvent[],
): ExecutionState {
  const branches = branchIndexes(options.definition, new Map());
  const line = readPast(history, (parallel, state) => branches.get(parallel)?.indexOf(state) ?? -1);
  const redrives = history.filter(({ type }) => type === 'ExecutionRedriven');
  return {
    ...createExecutionState(options),
    startMs: history[0]?.timestampMs ?? 0,
    eventCount: history.length,
    redriveCount: redrives.length + 1,
    past: { line, error: history.at(-1)?.executionFailedEventDetails?.error },
  };
}

/** The first states of the branches of every Parallel, by its name. */
function branchIndexes(
  graph: StateGraph,
  found: Map<string, readonly string[]>,
): ReadonlyMap<string, readonly string[]> {
  for (const state of Object.values(graph.states)) {
    if (state.type === 'Parallel') {
      found.set(
        state.name,
        state.branches.map(({ startAt }) => startAt),
      );
    }
    for (const inner of innerGraphs(state)) branchIndexes(inner, found);
  }
  return found;
}

function innerGraphs(state: State): readonly StateGraph[] {
  if (state.type === 'Parallel') return state.branches;
  return state.type === 'Map' ? [state.itemProcessor] : [];
}
