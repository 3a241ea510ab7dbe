import { executionStarted } from '../history/state-events.ts';
import { failureWith } from '../states/failure.ts';
import { endWait } from '../states/wait-state.ts';
import { attempt } from './attempt.ts';
import { failBranch, succeedBranch } from './branches.ts';
import type { Effect } from './effect.ts';
import {
  abortExecution,
  EXECUTION_TIMER,
  executionTimeoutSeconds,
  failExecution,
  succeedExecution,
  timeOutExecution,
} from './end-execution.ts';
import type { EngineEvent } from './engine-event.ts';
import {
  createFrame,
  type ExecutionState,
  type Frame,
  type Signal,
  type Suspension,
} from './execution-state.ts';
import { evaluating, exitState, stateOf } from './exit-state.ts';
import { handleFailure } from './handle-failure.ts';
import { endMapRun } from './map-runs.ts';
import { HistoryFullError, record } from './record.ts';
import { redriveExecution } from './resume-line.ts';
import { closeRun, frameOfHandle, openRun, updateFrame, type Run } from './run.ts';
import { takeTurn } from './take-turn.ts';
import {
  beatTask,
  failTask,
  startActivity,
  submitTask,
  succeedTask,
  timeOutTask,
} from './tasks.ts';
import { viewOf } from './view-of.ts';

type Step = readonly [ExecutionState, readonly Effect[]];

/** So many states run before others get a chance; at most a few milliseconds of work. */
const TURNS_PER_STEP = 256;

/**
 * The whole interpreter: what an execution becomes when something happens, and what the world must
 * do about it.
 *
 * Pure: the same state and event give the same result, whatever the clock. All states that can run
 * without waiting run within the step, in turns between branches, up to 256 of them; then the
 * effects end with `continue`. Where JSONata is needed they end with `evaluate`, and the work goes on
 * when the answers come. An event that the execution does not wait for changes nothing.
 *
 * @returns the next state and the effects in the order in which they must happen
 */
export function step(state: ExecutionState, event: EngineEvent): Step {
  if (state.status !== (event.type === 'start' ? 'ready' : 'running')) return [state, []];
  if (state.suspension) return whileSuspended(state, state.suspension, event);
  if (event.type === 'evaluated') return [state, []];
  return work(openRun(state, event.nowMs), [event]);
}

/** Note what happens while answers are awaited; with them the work that needs them goes on. */
function whileSuspended(state: ExecutionState, suspension: Suspension, event: EngineEvent): Step {
  if (event.type !== 'evaluated') {
    const later = [...suspension.later, event];
    return [{ ...state, suspension: { ...suspension, later } }, []];
  }
  const run = openRun({ ...state, suspension: undefined }, event.nowMs);
  run.answers = [...suspension.answers, event.answers];
  return work(run, [suspension.event, ...suspension.later]);
}

/** Do what the events ask for, one after the other, and all that can be done after them. */
function work(run: Run, events: readonly (EngineEvent | undefined)[]): Step {
  try {
    const reached = events.findIndex((event) => !attempt(run, event, () => receive(run, event)));
    if (reached < 0) proceed(run);
    else if (run.suspension)
      run.suspension = {
        ...run.suspension,
        later: events.slice(reached + 1).filter((event) => event !== undefined),
      };
  } catch (error) {
    if (!(error instanceof HistoryFullError)) throw error;
    failExecution(run, failureWith('States.Runtime', error.message), error.previousEventId);
  }
  return [closeRun(run), run.effects];
}

/** The work of one event; without one, that of the first signal or turn. */
function receive(run: Run, event: EngineEvent | undefined): void {
  if (run.isEnded) return;
  if (!event) {
    if (run.signals.length > 0) handleNextSignal(run);
    else takeNextTurn(run);
    return;
  }
  switch (event.type) {
    case 'start':
      return start(run);
    case 'continue':
    case 'evaluated':
      return;
    case 'taskStarted':
      return startActivity(run, event.taskId, event.workerName);
    case 'taskSubmitted':
      return submitTask(run, event.taskId, event.output);
    case 'taskHeartbeat':
      return beatTask(run, event.taskId);
    case 'taskSucceeded':
      return succeedTask(run, event.taskId, event.output);
    case 'taskFailed':
      return failTask(run, event.taskId, event);
    case 'mapRunEnded':
      return endMapRun(run, event.mapRunId, event.end);
    case 'timerFired':
      return fireTimer(run, event.timerId);
    case 'stopAtNextState':
      run.isStopping = true;
      return;
    case 'stop':
      return abortExecution(run, event.error, event.cause);
  }
}

function start(run: Run): void {
  const { settings, input, past } = run.before;
  startTimeout(run);
  if (past) {
    run.redriveMs = run.nowMs;
    redriveExecution(run, past.line);
    return;
  }
  run.startMs = run.nowMs;
  record(run, 0, executionStarted(input.text, settings.roleArn));
  const id = ++run.lastId;
  // The first state's event points back to 0, not to ExecutionStarted.
  const root = {
    cursor: 0,
    input,
    parentId: undefined,
    index: 0,
    mapItem: undefined,
    variables: {},
  };
  run.frames.set(id, createFrame(id, settings.definition, root));
  run.turns.push(id);
}

function startTimeout(run: Run): void {
  const timeoutSeconds = executionTimeoutSeconds(run.before);
  if (timeoutSeconds !== undefined) {
    const dueAtMs = run.nowMs + timeoutSeconds * 1000;
    run.effects.push({ type: 'setTimer', timerId: EXECUTION_TIMER, dueAtMs });
  }
}

function fireTimer(run: Run, timerId: string): void {
  if (timerId === EXECUTION_TIMER) {
    timeOutExecution(run);
    return;
  }
  const frame = frameOfHandle(run, timerId);
  if (!frame) return;
  const { phase } = frame;
  if (phase.kind === 'task') timeOutTask(run, frame, timerId);
  if (phase.kind === 'waiting' && phase.timerId === timerId) endWaiting(run, frame);
  if (phase.kind === 'retrying' && phase.timerId === timerId) {
    updateFrame(run, frame, { phase: { kind: 'starting' } });
    run.turns.push(frame.id);
  }
}

function endWaiting(run: Run, frame: Frame): void {
  const state = stateOf(frame);
  if (state.type !== 'Wait') return;
  const awake = updateFrame(run, frame, { phase: { kind: 'starting' } });
  evaluating(run, awake, () => exitState(run, awake, endWait(state, viewOf(run, awake))));
}

/** Handle signals, then turns, until everything waits or the step has done its share. */
function proceed(run: Run): void {
  for (let turns = 0; !run.isEnded;) {
    if (run.signals.length > 0) {
      if (!attempt(run, undefined, () => handleNextSignal(run))) return;
      continue;
    }
    if (run.turns.length === 0) return;
    if (turns++ === TURNS_PER_STEP) {
      run.effects.push({ type: 'continue' });
      return;
    }
    if (!attempt(run, undefined, () => takeNextTurn(run))) return;
  }
}

function handleNextSignal(run: Run): void {
  const signal = run.signals.shift();
  if (signal) handle(run, signal);
}

function takeNextTurn(run: Run): void {
  const frame = run.frames.get(run.turns.shift() ?? 0);
  if (frame?.phase.kind === 'entering' && run.isStopping) abortExecution(run);
  else if (frame) takeTurn(run, frame);
}

function handle(run: Run, signal: Signal): void {
  const frame = run.frames.get(signal.frameId);
  if (!frame) return;
  const isRoot = frame.parentId === undefined;
  switch (signal.kind) {
    case 'stateFailed':
      return handleFailure(run, frame, signal.failure);
    case 'lineFailed':
      if (!isRoot) return failBranch(run, frame, signal.failure);
      return failExecution(run, signal.failure, frame.cursor);
    case 'lineSucceeded':
      if (!isRoot) return succeedBranch(run, frame, signal.output);
      return succeedExecution(run, signal.output.text, frame.cursor);
  }
}
