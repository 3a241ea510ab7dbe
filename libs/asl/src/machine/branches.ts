import type { Json } from '@pipelines/core';
import { iteration, mapStarted } from '../history/state-events.ts';
import type { Payload } from '../payload.ts';
import { errorOutput, type Failure } from '../states/failure.ts';
import type { PastLine } from '../redrive/past-line.ts';
import type { BranchesPlan } from '../states/state-view.ts';
import { abortBranch } from './abort-branch.ts';
import type { BranchesPhase, Frame } from './execution-state.ts';
import { evaluationFailure, failState, recordEvaluation, stateOf } from './exit-state.ts';
import { familyOf, type Family } from './family.ts';
import { keepBranches, NO_BRANCHES } from './kept-branches.ts';
import { record, recordOn } from './record.ts';
import { updateFrame, type Run } from './run.ts';
import { skipKept, startIteration, startParallelBranches } from './start-branch.ts';
import { succeedFamily } from './succeed-family.ts';

const THRESHOLD_EXCEEDED: Failure = {
  kind: 'error',
  error: 'States.ExceedToleratedFailureThreshold',
  cause: 'The specified tolerated failure threshold was exceeded',
};

/** How a branch ended: the event after which it did, and what it leaves in the results. */
interface BranchEnd {
  readonly cursor: number;
  readonly result: Json;
  readonly isFailure: boolean;
}

/**
 * Start the branches of a Parallel, or the first iterations of a Map.
 *
 * @param past - branches of before a redrive: those that succeeded are kept, the others go on
 */
export function startBranches(
  run: Run,
  frame: Frame,
  plan: BranchesPlan,
  past?: ReadonlyMap<number, PastLine>,
): void {
  const kept = past && keepBranches(run, frame, plan, past);
  const isMap = plan.items !== undefined;
  const event = isMap ? mapStarted(plan.total) : { type: 'ParallelStateStarted' };
  // The branches of a redriven state go on as if it had not ended.
  const started = kept ? frame : recordOn(run, frame, event);
  const phase: BranchesPhase = {
    ...plan,
    kind: 'branches',
    input: plan.input.json,
    nextIndex: 0,
    running: [],
    failedCount: 0,
    ...(kept ?? NO_BRANCHES),
  };
  updateFrame(run, started, { phase });
  if (isMap) {
    const count = Math.min(plan.total, plan.maxConcurrency);
    for (let i = 0; i < count; i++) startNextItem(run, frame.id, started.cursor);
  } else {
    startParallelBranches(run, frame.id, plan.input);
  }
  const family = familyOf(run, frame.id);
  if (family && family.phase.doneCount === plan.total) finish(run, family);
}

/** A branch has ended well: keep its result, start the next item, or end the whole state. */
export function succeedBranch(run: Run, branch: Frame, output: Payload): void {
  const family = familyOf(run, branch.parentId);
  if (!family) return;
  const { state } = family;
  const cursor =
    state.type === 'Map'
      ? record(run, branch.cursor, iteration('Succeeded', state.name, branch.index))
      : branch.cursor;
  settle(run, branch, { cursor, result: output.json, isFailure: false });
}

/**
 * A branch has failed. Within the tolerance of a Map the others go on; else they are aborted and
 * the state fails: as the branch did, or for the threshold when one was set.
 *
 * Under tolerance the failed item's result is `{ Error, Cause }`.
 */
export function failBranch(run: Run, branch: Frame, failure: Failure): void {
  const family = familyOf(run, branch.parentId);
  if (!family) return;
  const { phase, state } = family;
  const { cursor, index } = branch;
  if (state.type === 'Map') record(run, cursor, iteration('Failed', state.name, index));
  if (phase.failedCount + 1 <= (phase.toleratedFailures ?? 0)) {
    settle(run, branch, { cursor, result: errorOutput(failure), isFailure: true });
    return;
  }
  // The service closes a failed Task inside a Parallel with this event, and no other state.
  if (state.type === 'Parallel' && stateOf(branch).type === 'Task') {
    record(run, cursor, { type: 'TaskStateAborted' });
  }
  run.frames.delete(branch.id);
  const why = phase.toleratedFailures === undefined ? failure : THRESHOLD_EXCEEDED;
  failFamily(run, family, { cursor, failure: why });
}

function settle(run: Run, branch: Frame, end: BranchEnd): void {
  const family = familyOf(run, branch.parentId);
  if (!family) return;
  const { parent, phase, state } = family;
  run.frames.delete(branch.id);
  const results = [...phase.results];
  results[branch.index] = end.result;
  const settled: BranchesPhase = {
    ...phase,
    results,
    running: phase.running.filter((id) => id !== branch.id),
    doneCount: phase.doneCount + 1,
    failedCount: phase.failedCount + (end.isFailure ? 1 : 0),
  };
  const moved = updateFrame(run, parent, { cursor: end.cursor, phase: settled });
  if (settled.doneCount === settled.total) {
    finish(run, { parent: moved, phase: settled, state });
  } else if (settled.nextIndex < settled.total) {
    // The next iteration follows the last event inside this one, not its Succeeded event.
    startNextItem(run, parent.id, branch.cursor);
  }
}

/** Start the next item; one whose ItemSelector fails is the failure of the Map itself. */
function startNextItem(run: Run, parentId: number, cursor: number): void {
  const family = skipKept(run, parentId);
  if (!family || family.phase.nextIndex === family.phase.total) return;
  try {
    startIteration(run, family, cursor);
  } catch (error) {
    const failure = evaluationFailure(error, family.parent);
    const at = { ...family.parent, cursor };
    const failed = recordEvaluation(run, at, { error, failure });
    failFamily(run, { ...family, parent: failed }, { cursor: failed.cursor, failure });
  }
}

function failFamily(
  run: Run,
  family: Family,
  { cursor, failure }: { readonly cursor: number; readonly failure: Failure },
): void {
  // A runtime failure ends the execution at once: the service writes no event for the siblings.
  if (failure.kind !== 'runtime') {
    for (const id of family.phase.running) abortBranch(run, family, id);
  }
  const phase = { kind: 'starting' } as const;
  failState(run, updateFrame(run, family.parent, { cursor, phase }), failure);
}

/** All branches are done: the state's result is the array of theirs, in order. */
function finish(run: Run, { parent, phase }: Family): void {
  succeedFamily(run, parent, [...phase.results]);
}
