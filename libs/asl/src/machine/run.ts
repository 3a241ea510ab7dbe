import type { JsonataAnswer } from '../jsonata/question.ts';
import type { Effect } from './effect.ts';
import type { ExecutionState, Frame, Signal, Suspension } from './execution-state.ts';

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
  redriveMs: number;
  isStopping: boolean;
  eventCount: number;
  lastId: number;
  isEnded: boolean;
  /** Answers to the questions of the piece of work under way, in the order of asking. */
  answers: readonly (readonly JsonataAnswer[])[];
  askedCount: number;
  /** Set when a piece of work waits for answers; the step ends then. */
  suspension: Suspension | undefined;
}

/** Begin a step: the copy shares everything with `before` but its lists. */
export function openRun(before: ExecutionState, nowMs: number): Run {
  return {
    before,
    nowMs,
    frames: new Map(before.frames),
    turns: [...before.turns],
    signals: [...before.signals],
    effects: [],
    startMs: before.startMs,
    redriveMs: before.redriveMs,
    isStopping: before.isStopping,
    eventCount: before.eventCount,
    lastId: before.lastId,
    isEnded: false,
    answers: [],
    askedCount: 0,
    suspension: undefined,
  };
}

/** End a step: the copy becomes the state, and must not be changed any more. */
export function closeRun(run: Run): ExecutionState {
  return {
    ...run.before,
    status: run.isEnded ? 'ended' : 'running',
    startMs: run.startMs,
    redriveMs: run.redriveMs,
    isStopping: run.isStopping,
    eventCount: run.eventCount,
    lastId: run.lastId,
    frames: run.frames,
    turns: run.turns,
    signals: run.signals,
    suspension: run.suspension,
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
  if (phase.kind === 'mapRun') {
    run.effects.push({ type: 'cancelMapRun', mapRunId: phase.mapRunId });
  }
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

/** What a piece of work may change in a run, as it was before. */
export interface RunMark {
  readonly frames: ReadonlyMap<number, Frame>;
  readonly turns: readonly number[];
  readonly signals: readonly Signal[];
  readonly effectCount: number;
  readonly eventCount: number;
  readonly lastId: number;
  readonly isEnded: boolean;
}

/** Remember a run, so that a piece of work that cannot go on can be taken back. */
export function markRun(run: Run): RunMark {
  const { eventCount, lastId, isEnded } = run;
  return {
    frames: new Map(run.frames),
    turns: [...run.turns],
    signals: [...run.signals],
    effectCount: run.effects.length,
    eventCount,
    lastId,
    isEnded,
  };
}

/** Take back everything since the mark. */
export function rewindRun(run: Run, mark: RunMark): void {
  run.frames.clear();
  for (const [id, frame] of mark.frames) run.frames.set(id, frame);
  run.turns.splice(0, Infinity, ...mark.turns);
  run.signals.splice(0, Infinity, ...mark.signals);
  run.effects.length = mark.effectCount;
  run.eventCount = mark.eventCount;
  run.lastId = mark.lastId;
  run.isEnded = mark.isEnded;
}
