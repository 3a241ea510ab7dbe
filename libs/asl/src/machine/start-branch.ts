import type { StateGraph } from '../definition/state-machine.ts';
import { iteration } from '../history/state-events.ts';
import type { Payload } from '../payload.ts';
import { itemInput } from '../states/map-state.ts';
import { createFrame, type Frame } from './execution-state.ts';
import { familyOf, type Family } from './family.ts';
import { record } from './record.ts';
import { updateFrame, type Run } from './run.ts';
import { viewOf } from './view-of.ts';

/** A new line of states: where it starts, with what, and after which event. */
interface Line {
  readonly graph: StateGraph;
  readonly cursor: number;
  readonly input: Payload;
  readonly mapItem: Frame['mapItem'];
  readonly variables: Frame['variables'];
}

/** Make a frame for each branch of a Parallel and give it a turn. */
export function startParallelBranches(run: Run, parentId: number, input: Payload): void {
  const family = familyOf(run, parentId);
  if (family?.state.type !== 'Parallel') return;
  const { cursor, mapItem, variables } = family.parent;
  for (const graph of family.state.branches) {
    addBranch(run, parentId, { graph, cursor, input, mapItem, variables });
  }
}

/**
 * Record that the next item of a Map starts, make its frame and give it a turn.
 *
 * @param cursor - the event that the start follows: the Map's own start, or the last event inside
 *   the iteration whose place it takes
 * @throws {EvaluationError} when ItemSelector does not fit the data
 */
export function startIteration(run: Run, { parent, phase, state }: Family, cursor: number): void {
  if (state.type !== 'Map') return;
  const index = phase.nextIndex;
  const mapItem = { index, value: phase.items?.[index] ?? null };
  const started = record(run, cursor, iteration('Started', state.name, index));
  const input = itemInput(state, { input: phase.input, item: mapItem }, viewOf(run, parent));
  const { variables } = parent;
  const graph = state.itemProcessor;
  addBranch(run, parent.id, { graph, cursor: started, input, mapItem, variables });
}

function addBranch(run: Run, parentId: number, { graph, ...line }: Line): void {
  const family = familyOf(run, parentId);
  if (!family) return;
  const { parent, phase } = family;
  const id = ++run.lastId;
  run.frames.set(id, createFrame(id, graph, { ...line, parentId, index: phase.nextIndex }));
  run.turns.push(id);
  updateFrame(run, parent, {
    phase: { ...phase, nextIndex: phase.nextIndex + 1, running: [...phase.running, id] },
  });
}
