import type { Payload } from '../payload.ts';
import type { Failure } from '../states/failure.ts';
import type { Effect } from './effect.ts';
import type { ExecutionState, Frame } from './execution-state.ts';

/** A frame's state or line has come to an end; what that means is decided one signal at a time. */
export type Signal =
  | { readonly kind: 'stateFailed'; readonly frameId: number; readonly failure: Failure }
  | { readonly kind: 'lineSucceeded'; readonly frameId: number; readonly output: Payload }
  | { readonly kind: 'lineFailed'; readonly frameId: number; readonly failure: Failure };

/**
 * One step at work: a private, mutable copy of the state. It is seen only by the functions of this
 * folder, and becomes the next immutable state at the end of the step.
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

/** Begin a step: the copy shares everything with `before` but its lists. */
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
    isEnded: false,
  };
}

/** End a step: the copy becomes the state, and must not be changed any more. */
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

/** Change a frame; returns the new one, which is what later code must use. */
export function updateFrame(run: Run, frame: Frame, change: Partial<Frame>): Frame {
  const changed = { ...frame, ...change };
  run.frames.set(frame.id, changed);
  return changed;
}

/** Start a timer that belongs to a frame; returns its id. */
export function setTimer(run: Run, frame: Frame, dueAtMs: number): string {
  const timerId = newHandle(run, frame);
  run.effects.push({ type: 'setTimer', timerId, dueAtMs });
  return timerId;
}

/** An id for a task or a timer that names its frame: `frame/number`. */
export function newHandle(run: Run, frame: Frame): string {
  return `${frame.id}/${++run.lastId}`;
}

/** The frame that a task id or timer id belongs to, if that frame still exists. */
export function frameOfHandle(run: Run, handle: string): Frame | undefined {
  return run.frames.get(Number.parseInt(handle, 10));
}

/** Cancel the task and the timers that a frame waits for. */
export function cancelWaits(run: Run, { phase }: Frame): void {
  if (phase.kind === 'waiting' || phase.kind === 'retrying') cancelTimers(run, [phase.timerId]);
  if (phase.kind !== 'task') return;
  run.effects.push({ type: 'cancelTask', taskId: phase.taskId });
  cancelTimers(run, [phase.timeoutTimerId, phase.heartbeatTimerId]);
}

/** Cancel those of the timers that exist. */
export function cancelTimers(run: Run, timerIds: readonly (string | undefined)[]): void {
  for (const timerId of timerIds) {
    if (timerId !== undefined) run.effects.push({ type: 'cancelTimer', timerId });
  }
}
