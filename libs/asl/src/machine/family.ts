import type { MapState, ParallelState } from '../definition/state-machine.ts';
import type { BranchesPhase, Frame } from './execution-state.ts';
import { stateOf } from './exit-state.ts';
import type { Run } from './run.ts';

/** A Parallel or Map state whose branches run: the frame that is in it, and what it waits for. */
export interface Family {
  readonly parent: Frame;
  readonly phase: BranchesPhase;
  readonly state: ParallelState | MapState;
}

/** The family of a frame; `undefined` when the frame is gone or runs no branches. */
export function familyOf(run: Run, parentId: number | undefined): Family | undefined {
  const parent = parentId === undefined ? undefined : run.frames.get(parentId);
  if (parent?.phase.kind !== 'branches') return undefined;
  const state = stateOf(parent);
  if (state.type !== 'Parallel' && state.type !== 'Map') return undefined;
  return { parent, phase: parent.phase, state };
}
