import type { Json } from '@pipelines/core';
import type { MapState, ParallelState } from '../definition/state-machine.ts';
import { applyResult } from '../states/data-flow.ts';
import type { Failure } from '../states/failure.ts';
import type { BranchesPlan } from '../states/state-view.ts';
import { abortFrame } from './abort-frame.ts';
import type { BranchesPhase, Frame } from './execution-state.ts';
import { evaluating, evaluationFailure, exitState, failState, stateOf } from './exit-state.ts';
import { toPayload, type Payload } from '../payload.ts';
import { record, recordOn, updateFrame, type Run } from './run.ts';
import { recordIteration, startIteration, startParallelBranch } from './start-branch.ts';
import { viewOf } from './view-of.ts';

const THRESHOLD_EXCEEDED: Failure = {
  kind: 'error',
  error: 'States.ExceedToleratedFailureThreshold',
  cause: 'The specified tolerated failure threshold was exceeded',
};

/** A Parallel or Map state whose branches run. */
interface Family {
  readonly parent: Frame;
  readonly phase: BranchesPhase;
  readonly state: ParallelState | MapState;
}

/** Start the branches of a Parallel, or the first iterations of a Map. */
export function startBranches(
  run: Run,
  frame: Frame,
  state: ParallelState | MapState,
  plan: BranchesPlan,
): void {
  const total = state.type === 'Map' ? (plan.items?.length ?? 0) : state.branches.length;
  const started = recordOn(
    run,
    frame,
    `${state.type}StateStarted`,
    state.type === 'Map' ? { mapStateStartedEventDetails: { length: total } } : undefined,
  );
  const counts = { nextIndex: 0, doneCount: 0, failedCount: 0 };
  const phase = { ...plan, ...counts, input: plan.input.json, total, running: [], results: [] };
  updateFrame(run, started, { phase });
  if (state.type === 'Parallel') {
    for (const graph of state.branches) startParallelBranch(run, frame.id, graph, plan.input);
  } else {
    const count = Math.min(total, plan.maxConcurrency);
    for (let i = 0; i < count; i++) startNextItem(run, frame.id, state, started.cursor);
  }
  const family = familyOf(run, frame.id);
  if (family && total === 0) finish(run, family);
}

/** A branch has ended well: keep its result, start the next item, or end the whole state. */
export function branchSucceeded(run: Run, branch: Frame, output: Payload): void {
  const family = familyOf(run, branch.parentId);
  if (!family) return;
  const cursor = recordIteration(run, family.state, branch, 'Succeeded') ?? branch.cursor;
  settle(run, family, branch, { cursor, result: output.json, isFailure: false });
}

/**
 * A branch has failed. Within the tolerance of a Map the others go on; else they are aborted and
 * the state fails: as the branch did, or for the threshold when one was set.
 *
 * Under tolerance the failed item's result is `{ Error, Cause }`.
 */
export function branchFailed(run: Run, branch: Frame, failure: Failure): void {
  const family = familyOf(run, branch.parentId);
  if (!family) return;
  const { phase, state } = family;
  recordIteration(run, state, branch, 'Failed');
  if (phase.failedCount + 1 <= (phase.toleratedFailures ?? 0)) {
    const result = { Error: failure.error ?? '', Cause: failure.cause ?? '' };
    settle(run, family, branch, { cursor: branch.cursor, result, isFailure: true });
    return;
  }
  // The service closes a failed Task inside a Parallel with this event, and no other state.
  if (state.type === 'Parallel' && stateOf(branch).type === 'Task') {
    record(run, 'TaskStateAborted', branch.cursor);
  }
  run.frames.delete(branch.id);
  const cause = phase.toleratedFailures === undefined ? failure : THRESHOLD_EXCEEDED;
  failFamily(run, family, { cursor: branch.cursor, failure: cause });
}

function settle(
  run: Run,
  { parent, phase, state }: Family,
  branch: Frame,
  end: { readonly cursor: number; readonly result: Json; readonly isFailure: boolean },
): void {
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
  } else if (state.type === 'Map' && settled.nextIndex < settled.total) {
    // The next iteration follows the last event inside this one, not its Succeeded event.
    startNextItem(run, parent.id, state, branch.cursor);
  }
}

/** Start the next item; one whose ItemSelector fails is the failure of the Map itself. */
function startNextItem(run: Run, parentId: number, state: MapState, cursor: number): void {
  const family = familyOf(run, parentId);
  if (!family) return;
  try {
    startIteration(run, family.parent, state, cursor);
  } catch (error) {
    failFamily(run, family, { cursor, failure: evaluationFailure(error, family.parent) });
  }
}

function failFamily(
  run: Run,
  { parent, phase, state }: Family,
  end: { readonly cursor: number; readonly failure: Failure },
): void {
  // A runtime failure ends the execution at once: the service writes no event for the siblings.
  if (end.failure.kind !== 'runtime') {
    for (const id of phase.running) abortFrame(run, id, state);
  }
  const failed = updateFrame(run, parent, { cursor: end.cursor, phase: { kind: 'starting' } });
  failState(run, failed, end.failure);
}

/** All branches are done: the state's result is the array of theirs, in order. */
function finish(run: Run, { parent, phase, state }: Family): void {
  const succeededId = record(run, `${state.type}StateSucceeded`, parent.cursor);
  // A failure from here on follows the Succeeded event; a good exit goes around it.
  const done = updateFrame(run, parent, { cursor: succeededId, phase: { kind: 'starting' } });
  evaluating(run, done, () => {
    const output = applyResult(state, toPayload([...phase.results]), viewOf(run, done));
    exitState(run, { ...done, cursor: parent.cursor }, output, state.next);
  });
}

/** The family of a frame id; `undefined` when it is no longer running branches. */
function familyOf(run: Run, parentId: number | undefined): Family | undefined {
  const parent = parentId === undefined ? undefined : run.frames.get(parentId);
  if (parent?.phase.kind !== 'branches') return undefined;
  const state = stateOf(parent);
  if (state.type !== 'Parallel' && state.type !== 'Map') return undefined;
  return { parent, phase: parent.phase, state };
}
