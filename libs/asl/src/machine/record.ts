import { PipelineError } from '@pipelines/core';
import type { EventBody } from '../history/history-event.ts';
import type { Frame } from './execution-state.ts';
import { updateFrame, type Run } from './run.ts';

/** A standard execution's history ends with event 25 000, which then is the failure itself. */
export const MAX_EVENTS = 25_000;

/** Unwinds a step when the history is full; `step` then ends the execution. */
export class HistoryFullError extends PipelineError {
  static {
    HistoryFullError.prototype.name = 'HistoryFullError';
  }

  /** What the event that had no room would have followed. */
  readonly previousEventId: number;

  constructor(previousEventId: number) {
    super(`The execution reached the maximum number of history events (${MAX_EVENTS}).`);
    this.previousEventId = previousEventId;
  }
}

/**
 * Append an event to the history and return its id.
 *
 * The last place of a standard execution's history is kept for the event that ends it.
 *
 * @throws {HistoryFullError} when only that place is left
 */
export function record(run: Run, previousEventId: number, { type, details }: EventBody): number {
  const isLastPlace = run.eventCount + 1 === MAX_EVENTS && run.before.settings.type === 'STANDARD';
  if (isLastPlace && !type.startsWith('Execution')) throw new HistoryFullError(previousEventId);
  const id = ++run.eventCount;
  const event = { timestampMs: run.nowMs, type, id, previousEventId, ...details };
  run.effects.push({ type: 'record', event });
  return id;
}

/** Append an event of a frame, which the frame's next event points back to. */
export function recordOn(run: Run, frame: Frame, event: EventBody): Frame {
  return updateFrame(run, frame, { cursor: record(run, frame.cursor, event) });
}
