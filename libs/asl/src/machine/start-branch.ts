import type { MapState, ParallelState, StateGraph } from '../definition/state-machine.ts';
import { itemInput } from '../states/map-state.ts';
import { createFrame, type Frame } from './execution-state.ts';
import type { Payload } from '../payload.ts';
import { record, updateFrame, type Run } from './run.ts';
import { viewOf } from './view-of.ts';

/** Make a frame for the next branch of a Parallel and give it a turn. */
export function startParallelBranch(
  run: Run,
  parentId: number,
  graph: StateGraph,
  input: Payload,
): void {
  const parent = run.frames.get(parentId);
  if (parent) addBranch(run, parent, graph, { cursor: parent.cursor, input });
}

/**
 * Record that the next item of a Map starts, make its frame and give it a turn.
 *
 * @param cursor - the event that the start follows: the Map's start, or the last event inside the
 *   iteration whose place it takes
 * @throws {EvaluationError} when ItemSelector does not fit the data
 */
export function startIteration(run: Run, parent: Frame, state: MapState, cursor: number): void {
  if (parent.phase.kind !== 'branches') return;
  const index = parent.phase.nextIndex;
  const value = parent.phase.items?.[index] ?? null;
  const started = record(run, 'MapIterationStarted', cursor, {
    mapIterationStartedEventDetails: { name: state.name, index },
  });
  const mapItem = { index, value };
  const input = itemInput(state, parent.phase.input, mapItem, viewOf(run, parent));
  addBranch(run, parent, state.itemProcessor, { cursor: started, input, mapItem });
}

/** Record how an iteration of a Map ended; a branch of a Parallel has no such event. */
export function recordIteration(
  run: Run,
  state: ParallelState | MapState,
  branch: Frame,
  how: 'Succeeded' | 'Failed' | 'Aborted',
): number | undefined {
  if (state.type !== 'Map') return undefined;
  return record(run, `MapIteration${how}`, branch.cursor, {
    [`mapIteration${how}EventDetails`]: { name: state.name, index: branch.index },
  });
}

function addBranch(
  run: Run,
  parent: Frame,
  graph: StateGraph,
  line: {
    readonly cursor: number;
    readonly input: Payload;
    readonly mapItem?: Frame['mapItem'];
  },
): void {
  if (parent.phase.kind !== 'branches') return;
  const { nextIndex, running } = parent.phase;
  const id = ++run.lastId;
  const { cursor, input, mapItem = parent.mapItem } = line;
  const rest = { cursor, input, mapItem, parentId: parent.id, index: nextIndex };
  run.frames.set(id, createFrame(id, graph, rest));
  run.turns.push(id);
  const phase = { ...parent.phase, nextIndex: nextIndex + 1, running: [...running, id] };
  updateFrame(run, parent, { phase });
}
