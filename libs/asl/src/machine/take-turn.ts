import type { State } from '../definition/state-machine.ts';
import { stateEntered } from '../history/state-events.ts';
import type { PastState } from '../redrive/past-line.ts';
import { runChoice } from '../states/choice-state.ts';
import { runFail } from '../states/fail-state.ts';
import { failureWith } from '../states/failure.ts';
import { planDistributedMap, planMap } from '../states/map-state.ts';
import { planParallel } from '../states/parallel-state.ts';
import { runPass } from '../states/pass-state.ts';
import type { Outcome, StateView } from '../states/state-view.ts';
import { runSucceed } from '../states/succeed-state.ts';
import { parseTaskResource } from '../states/task-resource.ts';
import { planTask } from '../states/task-state.ts';
import { runWait } from '../states/wait-state.ts';
import { startBranches } from './branches.ts';
import type { Frame } from './execution-state.ts';
import { evaluating, exitState, failState, stateOf } from './exit-state.ts';
import { startMapRun } from './map-runs.ts';
import { record } from './record.ts';
import { setTimer, updateFrame, type Run } from './run.ts';
import { startTask } from './tasks.ts';
import { viewOf } from './view-of.ts';

/** Let a frame enter its next state, or start its state's work again, up to where it must wait. */
export function takeTurn(run: Run, frame: Frame): void {
  const { phase } = frame;
  const entered = phase.kind === 'entering' ? enterState(run, frame, phase.stateName) : frame;
  const state = stateOf(entered);
  const ready = state.type === 'Task' ? withTaskToken(run, entered, state.resource) : entered;
  evaluating(run, ready, () => perform(run, ready, decide(state, viewOf(run, ready))));
}

function enterState(run: Run, frame: Frame, stateName: string): Frame {
  const { type } = stateOf({ ...frame, stateName });
  const beforeEntryId = frame.cursor;
  const cursor = record(run, beforeEntryId, stateEntered(type, stateName, frame.input.text));
  return updateFrame(run, frame, {
    cursor,
    stateName,
    enteredEventId: cursor,
    beforeEntryId,
    enteredMs: run.nowMs,
    retryCount: 0,
    attempts: [],
    taskToken: undefined,
    phase: { kind: 'starting' },
  });
}

/** A task whose result comes later gets a new token for each attempt, before its input is made. */
function withTaskToken(run: Run, frame: Frame, resource: string): Frame {
  const target = parseTaskResource(resource);
  if (target.kind === 'lambda') return frame;
  if (target.kind === 'service' && target.pattern === 'request') return frame;
  return updateFrame(run, frame, { taskToken: run.before.settings.host.uuid() });
}

function decide(state: State, view: StateView): Outcome {
  switch (state.type) {
    case 'Pass':
      return runPass(state, view);
    case 'Choice':
      return runChoice(state, view);
    case 'Succeed':
      return runSucceed(state, view);
    case 'Fail':
      return runFail(state, view);
    case 'Wait':
      return runWait(state, view);
    case 'Task':
      return planTask(state, view);
    case 'Parallel':
      return planParallel(state, view);
    case 'Map':
      return state.itemProcessor.mode === 'DISTRIBUTED'
        ? planDistributedMap(state, view)
        : planMap(state, view);
  }
}

function perform(run: Run, frame: Frame, outcome: Outcome): void {
  switch (outcome.kind) {
    case 'exit':
      exitState(run, frame, outcome);
      return;
    case 'wait': {
      const timerId = setTimer(run, frame, outcome.dueAtMs);
      updateFrame(run, frame, { phase: { kind: 'waiting', timerId } });
      return;
    }
    case 'declaredFailure':
      failState(run, frame, failureWith(outcome.error, outcome.cause));
      return;
    case 'task':
      startTask(run, frame, outcome);
      return;
    case 'branches':
      startBranches(run, frame, outcome, pastOf(frame)?.lines);
      return;
    case 'distributed':
      startMapRun(run, frame, outcome, pastOf(frame)?.mapRun);
  }
}

/** What happened in the state before the execution was redriven. */
function pastOf({ phase }: Frame): PastState | undefined {
  return phase.kind === 'resuming' ? phase.past : undefined;
}
