import type { StateGraph } from '../definition/state-machine.ts';
import { iteration } from '../history/state-events.ts';
import type { Payload } from '../payload.ts';
import { itemInput } from '../states/map-state.ts';
import { createFrame, type Frame } from './execution-state.ts';
import { familyOf, type Family } from './family.ts';
import { record } from './record.ts';
import { resumeLine } from './resume-line.ts';
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

/** Make a frame for each branch of a Parallel that has no result yet, and give it a turn. */
export function startParallelBranches(run: Run, parentId: number, input: Payload): void {
  for (;;) {
    const family = skipKept(run, parentId);
    if (family?.state.type !== 'Parallel') return;
    const { cursor, mapItem, variables } = family.parent;
    const graph = family.state.branches[family.phase.nextIndex];
    if (!graph) return;
    addBranch(run, family, { graph, cursor, input, mapItem, variables });
  }
}

/**
 * Record that the next item of a Map starts, make its frame and give it a turn. An iteration of
 * before a redrive goes on without a new start.
 *
 * @param cursor - the event that the start follows: the Map's own start, or the last event inside
 *   the iteration whose place it takes
 * @throws {EvaluationError} when ItemSelector does not fit the data
 */
export function startIteration(run: Run, family: Family, cursor: number): void {
  const { parent, phase, state } = family;
  if (state.type !== 'Map') return;
  const index = phase.nextIndex;
  const mapItem = { index, value: phase.items?.[index] ?? null };
  const { input, variables } = parent;
  const line = { graph: state.itemProcessor, cursor, input, mapItem, variables };
  if (phase.past?.get(index)?.state) return addBranch(run, family, line);
  const started = record(run, cursor, iteration('Started', state.name, index));
  const selected = itemInput(state, { input: phase.input, item: mapItem }, viewOf(run, parent));
  addBranch(run, family, { ...line, cursor: started, input: selected });
}

/** The family of a frame, whose next branch is one without a result. */
export function skipKept(run: Run, parentId: number): Family | undefined {
  const family = familyOf(run, parentId);
  if (!family) return undefined;
  const { results, total } = family.phase;
  let { nextIndex } = family.phase;
  while (nextIndex < total && nextIndex in results) nextIndex++;
  const phase = { ...family.phase, nextIndex };
  return { ...family, phase, parent: updateFrame(run, family.parent, { phase }) };
}

function addBranch(run: Run, { parent, phase }: Family, { graph, ...line }: Line): void {
  const id = ++run.lastId;
  const index = phase.nextIndex;
  const around = { ...line, parentId: parent.id, index };
  const past = phase.past?.get(index);
  const resumed = past && resumeLine(id, graph, past, around);
  run.frames.set(id, resumed ?? createFrame(id, graph, around));
  run.turns.push(id);
  updateFrame(run, parent, {
    phase: { ...phase, nextIndex: index + 1, running: [...phase.running, id] },
  });
}
