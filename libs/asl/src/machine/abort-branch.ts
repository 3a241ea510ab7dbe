import { iteration } from '../history/state-events.ts';
import { stateOf } from './exit-state.ts';
import { familyOf, type Family } from './family.ts';
import { record } from './record.ts';
import { cancelWaits, type Run } from './run.ts';

/** The states that take time; only these have an Aborted event. */
const ABORTABLE: ReadonlySet<string> = new Set(['Task', 'Wait', 'Parallel', 'Map']);

/**
 * Abort a branch whose sibling has failed: cancel what it waits for, innermost first, and record
 * what was interrupted. Aborted events move no cursor.
 */
export function abortBranch(run: Run, { state: familyState }: Family, branchId: number): void {
  const branch = run.frames.get(branchId);
  if (!branch) return;
  const inner = familyOf(run, branchId);
  if (inner) for (const id of inner.phase.running) abortBranch(run, inner, id);
  cancelWaits(run, branch);
  const { type } = stateOf(branch);
  const isInside = branch.phase.kind !== 'entering';
  if (isInside && ABORTABLE.has(type)) record(run, branch.cursor, { type: `${type}StateAborted` });
  if (familyState.type === 'Map') {
    record(run, branch.cursor, iteration('Aborted', familyState.name, branch.index));
  }
  run.frames.delete(branchId);
}
