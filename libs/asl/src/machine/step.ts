import { endWait } from '../states/wait-state.ts';
import { branchFailed, branchSucceeded } from './branches.ts';
import type { Effect } from './effect.ts';
import type { EngineEvent } from './engine-event.ts';
import { createFrame, type ExecutionState, type Frame } from './execution-state.ts';
import { evaluating, exitState, stateOf } from './exit-state.ts';
import { handleFailure } from './handle-failure.ts';
import {
  closeRun,
  endExecution,
  errorDetails,
  executionTimeoutSeconds,
  EXECUTION_TIMER,
  failExecution,
  frameOfHandle,
  HISTORY_FULL,
  HistoryFullSignal,
  openRun,
  record,
  updateFrame,
  type Run,
  type Signal,
} from './run.ts';
import { takeTurn } from './take-turn.ts';
import {
  taskFailed,
  taskHeartbeat,
  taskStarted,
  taskSubmitted,
  taskSucceeded,
  taskTimerFired,
} from './tasks.ts';
import { viewOf } from './view-of.ts';

/** So many states run before others get a chance; at most a few milliseconds of work. */
const TURNS_PER_STEP = 256;

/**
 * The whole interpreter: what an execution becomes when something happens, and what the world must
 * do about it.
 *
 * Pure: the same state and event give the same result, whatever the clock. All states that can run
 * without waiting run within the step, in turns between branches, up to 256 of them; then the
 * effects end with `continue`. An event that the execution does not wait for changes nothing.
 *
 * @returns the next state and the effects in the order in which they must happen
 */
export function step(
  state: ExecutionState,
  event: EngineEvent,
): readonly [ExecutionState, readonly Effect[]] {
  const isExpected = event.type === 'start' ? 'ready' : 'running';
  if (state.status !== isExpected) return [state, []];
  const run = openRun(state, event.nowMs);
  try {
    receive(run, event);
    proceed(run);
  } catch (error) {
    if (!(error instanceof HistoryFullSignal)) throw error;
    failExecution(run, HISTORY_FULL, error.previousEventId);
  }
  return [closeRun(run), run.effects];
}

function receive(run: Run, event: EngineEvent): void {
  switch (event.type) {
    case 'start':
      return start(run);
    case 'continue':
      return;
    case 'taskStarted':
      return taskStarted(run, event.taskId, event.workerName);
    case 'taskSubmitted':
      return taskSubmitted(run, event.taskId, event.output);
    case 'taskHeartbeat':
      return taskHeartbeat(run, event.taskId);
    case 'taskSucceeded':
      return taskSucceeded(run, event.taskId, event.output);
    case 'taskFailed':
      return taskFailed(run, event.taskId, event);
    case 'timerFired':
      return timerFired(run, event.timerId);
    case 'stop': {
      const details = errorDetails(event);
      record(run, 'ExecutionAborted', 0, { executionAbortedEventDetails: details });
      return endExecution(run, { status: 'ABORTED', ...details });
    }
  }
}

function start(run: Run): void {
  const { settings, input } = run.before;
  run.startMs = run.nowMs;
  record(run, 'ExecutionStarted', 0, {
    executionStartedEventDetails: {
      input: input.text,
      inputDetails: { truncated: false },
      roleArn: settings.roleArn,
    },
  });
  const timeoutSeconds = executionTimeoutSeconds(run.before);
  if (timeoutSeconds !== undefined) {
    const dueAtMs = run.nowMs + timeoutSeconds * 1000;
    run.effects.push({ type: 'setTimer', timerId: EXECUTION_TIMER, dueAtMs });
  }
  const id = ++run.lastId;
  const root = { cursor: 0, input, parentId: undefined, index: 0, mapItem: undefined };
  run.frames.set(id, createFrame(id, settings.definition, root));
  run.turns.push(id);
}

function timerFired(run: Run, timerId: string): void {
  if (timerId === EXECUTION_TIMER) {
    record(run, 'ExecutionTimedOut', 0, {
      executionTimedOutEventDetails: { error: 'States.Timeout' },
    });
    endExecution(run, { status: 'TIMED_OUT' });
    return;
  }
  const frame = frameOfHandle(run, timerId);
  if (!frame) return;
  const { phase } = frame;
  if (phase.kind === 'task') taskTimerFired(run, frame, phase, timerId);
  if (phase.kind === 'waiting' && phase.timerId === timerId) endWaiting(run, frame);
  if (phase.kind === 'retrying' && phase.timerId === timerId) {
    updateFrame(run, frame, { phase: { kind: 'starting' } });
    run.turns.push(frame.id);
  }
}

function endWaiting(run: Run, frame: Frame): void {
  const state = stateOf(frame);
  if (state.type !== 'Wait') return;
  const left = updateFrame(run, frame, { phase: { kind: 'starting' } });
  evaluating(run, left, () => {
    const outcome = endWait(state, viewOf(run, left));
    if (outcome.kind === 'exit') exitState(run, left, outcome.output, outcome.next);
  });
}

/** Handle signals, then turns, until everything waits or the step has done its share. */
function proceed(run: Run): void {
  for (let turns = 0; !run.isEnded;) {
    const signal = run.signals.shift();
    if (signal) {
      handle(run, signal);
      continue;
    }
    const frameId = run.turns[0];
    if (frameId === undefined) return;
    if (turns++ === TURNS_PER_STEP) {
      run.effects.push({ type: 'continue' });
      return;
    }
    run.turns.shift();
    const frame = run.frames.get(frameId);
    if (frame) takeTurn(run, frame);
  }
}

function handle(run: Run, signal: Signal): void {
  const frame = run.frames.get(signal.frameId);
  if (!frame) return;
  const isRoot = frame.parentId === undefined;
  switch (signal.kind) {
    case 'stateFailed':
      return handleFailure(run, frame, signal.failure);
    case 'lineFailed':
      if (!isRoot) return branchFailed(run, frame, signal.failure);
      return failExecution(run, signal.failure, frame.cursor);
    case 'lineSucceeded': {
      if (!isRoot) return branchSucceeded(run, frame, signal.output);
      const output = signal.output.text;
      const details = { output, outputDetails: { truncated: false } };
      record(run, 'ExecutionSucceeded', frame.cursor, { executionSucceededEventDetails: details });
      endExecution(run, { status: 'SUCCEEDED', output });
    }
  }
}
