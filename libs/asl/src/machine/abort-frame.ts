import type { MapState, ParallelState } from '../definition/state-machine.ts';
import type { Frame } from './execution-state.ts';
import { stateOf } from './exit-state.ts';
import { cancelWaits, record, type Run } from './run.ts';
import { recordIteration } from './start-branch.ts';

/** The states that take time; only these have an Aborted event. */
const ABORTABLE: ReadonlySet<string> = new Set(['Task', 'Wait', 'Parallel', 'Map']);

/**
 * Abort a branch whose sibling has failed: cancel what it waits for, innermost first, and record
 * what was interrupted.
 *
 * @param family - the Parallel or Map that the branch belongs to
 */
export function abortFrame(run: Run, frameId: number, family: ParallelState | MapState): void {
  const frame = run.frames.get(frameId);
  if (!frame) return;
  abortInner(run, frame);
  cancelWaits(run, frame);
  const state = stateOf(frame);
  const isInside = frame.phase.kind !== 'entering';
  if (isInside && ABORTABLE.has(state.type)) {
    record(run, `${state.type}StateAborted`, frame.cursor);
  }
  recordIteration(run, family, frame, 'Aborted');
  run.frames.delete(frameId);
}

function abortInner(run: Run, frame: Frame): void {
  const state = stateOf(frame);
  if (frame.phase.kind !== 'branches') return;
  if (state.type !== 'Parallel' && state.type !== 'Map') return;
  for (const id of frame.phase.running) abortFrame(run, id, state);
}
