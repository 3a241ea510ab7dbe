import { PipelineError } from '@pipelines/core';
import type { HistoryEventDetails } from '../history/history-event.ts';
import { failureWith, type Failure } from '../states/failure.ts';
import type { Effect, ExecutionEnd } from './effect.ts';
import type { ExecutionState, Frame } from './execution-state.ts';
import type { Payload } from '../payload.ts';

/** A standard execution's history ends with event 25 000, which then is the failure itself. */
export const MAX_EVENTS = 25_000;

/** A frame's state or line came to an end; what that means is decided one signal at a time. */
export type Signal =
  | { readonly kind: 'stateFailed'; readonly frameId: number; readonly failure: Failure }
  | { readonly kind: 'lineSucceeded'; readonly frameId: number; readonly output: Payload }
  | { readonly kind: 'lineFailed'; readonly frameId: number; readonly failure: Failure };

/**
 * One step at work: a private, mutable copy of the state that is read only by the functions of
 * this folder and becomes the next immutable state at the end.
 */
export interface Run {
  readonly before: ExecutionState;
  readonly nowMs: number;
  readonly frames: Map<number, Frame>;
  readonly turns: number[];
  readonly signals: Signal[];
  readonly effects: Effect[];
  startMs: number;
  eventCount: number;
  lastId: number;
  isEnded: boolean;
}

/** Thrown to unwind a step when the history is full; `step` ends the execution. */
export class HistoryFullSignal extends PipelineError {
  static {
    HistoryFullSignal.prototype.name = 'HistoryFullSignal';
  }

  readonly previousEventId: number;

  constructor(previousEventId: number) {
    super('The history is full');
    this.previousEventId = previousEventId;
  }
}

export function openRun(before: ExecutionState, nowMs: number): Run {
  return {
    before,
    nowMs,
    frames: new Map(before.frames),
    turns: [...before.turns],
    signals: [],
    effects: [],
    startMs: before.startMs,
    eventCount: before.eventCount,
    lastId: before.lastId,
    isEnded: before.status === 'ended',
  };
}

export function closeRun(run: Run): ExecutionState {
  return {
    ...run.before,
    status: run.isEnded ? 'ended' : 'running',
    startMs: run.startMs,
    eventCount: run.eventCount,
    lastId: run.lastId,
    frames: run.frames,
    turns: run.turns,
  };
}

/** Append an event to the history and return its id. */
export function record(
  run: Run,
  type: string,
  previousEventId: number,
  details?: HistoryEventDetails,
): number {
  const isLast = run.eventCount + 1 === MAX_EVENTS && run.before.settings.type === 'STANDARD';
  if (isLast && !type.startsWith('Execution')) throw new HistoryFullSignal(previousEventId);
  const id = ++run.eventCount;
  const event = { timestampMs: run.nowMs, type, id, previousEventId, ...details };
  run.effects.push({ type: 'record', event });
  return id;
}

/** Append an event that the frame's next event points back to. */
export function recordOn(
  run: Run,
  frame: Frame,
  type: string,
  details?: HistoryEventDetails,
): Frame {
  const moved = { ...frame, cursor: record(run, type, frame.cursor, details) };
  run.frames.set(frame.id, moved);
  return moved;
}

/** Change a frame; returns the new one, which is what later code must use. */
export function updateFrame(run: Run, frame: Frame, change: Partial<Frame>): Frame {
  const changed = { ...frame, ...change };
  run.frames.set(frame.id, changed);
  return changed;
}

/** An id that names its frame, for a task or a timer: `frame/number`. */
export function newHandle(run: Run, frame: Frame): string {
  return `${frame.id}/${++run.lastId}`;
}

/** The frame that a task id or timer id belongs to, if that frame still exists. */
export function frameOfHandle(run: Run, handle: string): Frame | undefined {
  return run.frames.get(Number.parseInt(handle, 10));
}

/** Cancel the task and the timers that a frame waits for. */
export function cancelWaits(run: Run, { phase }: Frame): void {
  if (phase.kind === 'waiting' || phase.kind === 'retrying') {
    run.effects.push({ type: 'cancelTimer', timerId: phase.timerId });
  }
  if (phase.kind !== 'task') return;
  run.effects.push({ type: 'cancelTask', taskId: phase.taskId });
  cancelTaskTimers(run, phase);
}

/** Cancel the timeout and the heartbeat of a task that has ended. */
export function cancelTaskTimers(
  run: Run,
  phase: {
    readonly timeoutTimerId: string | undefined;
    readonly heartbeatTimerId: string | undefined;
  },
): void {
  for (const timerId of [phase.timeoutTimerId, phase.heartbeatTimerId]) {
    if (timerId !== undefined) run.effects.push({ type: 'cancelTimer', timerId });
  }
}

/** The timer of the whole execution; no frame has id 0. */
export const EXECUTION_TIMER = '0/0';

/** End the execution: nothing of it waits any more. */
export function endExecution(run: Run, end: ExecutionEnd): void {
  for (const frame of run.frames.values()) cancelWaits(run, frame);
  if (executionTimeoutSeconds(run.before) !== undefined && end.status !== 'TIMED_OUT') {
    run.effects.push({ type: 'cancelTimer', timerId: EXECUTION_TIMER });
  }
  run.frames.clear();
  run.turns.length = 0;
  run.signals.length = 0;
  run.isEnded = true;
  run.effects.push({ type: 'complete', end });
}

/** End the execution with a failure, recorded after `previousEventId`. */
export function failExecution(run: Run, failure: Failure, previousEventId: number): void {
  const details = errorDetails(failure);
  record(run, 'ExecutionFailed', previousEventId, { executionFailedEventDetails: details });
  endExecution(run, { status: 'FAILED', ...details });
}

export const HISTORY_FULL = failureWith(
  'States.Runtime',
  `The execution reached the maximum number of history events (${MAX_EVENTS}).`,
);

/** Error and cause as event details: absent keys stay absent. */
export function errorDetails(failure: {
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}): { error?: string; cause?: string } {
  return {
    ...(failure.error !== undefined && { error: failure.error }),
    ...(failure.cause !== undefined && { cause: failure.cause }),
  };
}

/** Express executions end after five minutes, whatever the definition says. */
const EXPRESS_LIMIT_SECONDS = 300;

/** Limit of the whole execution in seconds; `undefined` when there is none. */
export function executionTimeoutSeconds(state: ExecutionState): number | undefined {
  const { definition, type } = state.settings;
  if (type === 'STANDARD') return definition.timeoutSeconds;
  return Math.min(definition.timeoutSeconds ?? EXPRESS_LIMIT_SECONDS, EXPRESS_LIMIT_SECONDS);
}
