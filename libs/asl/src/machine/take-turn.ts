import type { State } from '../definition/state-machine.ts';
import { runChoice } from '../states/choice-state.ts';
import { runFail } from '../states/fail-state.ts';
import { failureWith } from '../states/failure.ts';
import { planMap } from '../states/map-state.ts';
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
import { newHandle, record, updateFrame, type Run } from './run.ts';
import { startTask } from './tasks.ts';
import { viewOf } from './view-of.ts';

/** Let a frame enter its next state, or start its state's work again, up to where it must wait. */
export function takeTurn(run: Run, frame: Frame): void {
  const entered = frame.phase.kind === 'entering' ? enterState(run, frame) : frame;
  const state = stateOf(entered);
  const started = state.type === 'Task' ? withTaskToken(run, entered, state.resource) : entered;
  evaluating(run, started, () => {
    apply(run, started, state, decide(state, viewOf(run, started)));
  });
}

function enterState(run: Run, frame: Frame): Frame {
  const stateName = frame.phase.kind === 'entering' ? frame.phase.stateName : frame.stateName;
  const state = stateOf({ ...frame, stateName });
  const cursor = record(run, `${state.type}StateEntered`, frame.cursor, {
    stateEnteredEventDetails: {
      name: stateName,
      input: frame.input.text,
      inputDetails: { truncated: false },
    },
  });
  return updateFrame(run, frame, {
    cursor,
    stateName,
    enteredEventId: cursor,
    enteredMs: run.nowMs,
    retryCount: 0,
    attempts: [],
    taskToken: undefined,
    phase: { kind: 'starting' },
  });
}

/** A task that waits for a token gets a new one for each attempt, before its input is made. */
function withTaskToken(run: Run, frame: Frame, resource: string): Frame {
  const target = parseTaskResource(resource);
  const isWaiting = target.kind === 'service' && target.pattern === 'waitForTaskToken';
  if (!isWaiting && target.kind !== 'activity') return frame;
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
      return planMap(state, view);
  }
}

function apply(run: Run, frame: Frame, state: State, outcome: Outcome): void {
  switch (outcome.kind) {
    case 'exit':
      exitState(run, frame, outcome.output, outcome.next);
      return;
    case 'wait': {
      const timerId = newHandle(run, frame);
      run.effects.push({ type: 'setTimer', timerId, dueAtMs: outcome.dueAtMs });
      updateFrame(run, frame, { phase: { kind: 'waiting', timerId } });
      return;
    }
    case 'declaredFailure':
      failState(run, frame, failureWith(outcome.error, outcome.cause));
      return;
    case 'task':
      if (state.type === 'Task') startTask(run, frame, state, outcome);
      return;
    case 'branches':
      if (state.type === 'Parallel' || state.type === 'Map') {
        startBranches(run, frame, state, outcome);
      }
  }
}
