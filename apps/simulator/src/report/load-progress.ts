import type { Clock } from '@pipelines/core';
import type { TextSink } from '../cli/cli-io.ts';
import type { LoadProgress } from '../database/seed-from-generator.ts';
import { CLEAR_LINE } from './terminal-line.ts';

const REDRAW_MS = 500;
/** Before, the first small tables say nothing about the large ones. */
const ESTIMATE_AFTER_MS = 2_000;

/** One line on a terminal that says how far a load has come. */
export interface LoadLine {
  update(progress: LoadProgress): void;
  /** Remove the line, before something else is printed. */
  clear(): void;
}

/**
 * Draw the progress of a load: table, rows, rows per second, time left for the rows.
 *
 * @param sink - nothing is drawn unless it is a terminal
 */
export function createLoadLine(sink: TextSink, clock: Clock): LoadLine {
  const startMs = clock.now();
  let drawnMs = Number.NEGATIVE_INFINITY;
  let isDrawn = false;
  let phase = '';
  return {
    update(progress) {
      const nowMs = clock.now();
      const isDue = progress.phase !== phase || nowMs - drawnMs >= REDRAW_MS;
      if (!sink.isTerminal || !isDue) return;
      ({ phase } = progress);
      drawnMs = nowMs;
      isDrawn = true;
      sink.write(`${CLEAR_LINE}${describeLoad(progress, nowMs - startMs)}`);
    },
    clear() {
      if (isDrawn) sink.write(CLEAR_LINE);
      isDrawn = false;
    },
  };
}

/** `   conflict.conflictvisitmaps · 1,234,567 rows · 45,000 rows/s · about 1 min 20 s left` */
export function describeLoad({ phase, rows, doneShare }: LoadProgress, elapsedMs: number): string {
  const parts = [`   ${phase}`, `${rows.toLocaleString('en-US')} rows`];
  if (elapsedMs >= ESTIMATE_AFTER_MS) {
    const rate = Math.round(rows / (elapsedMs / 1_000));
    parts.push(`${rate.toLocaleString('en-US')} rows/s`);
    const leftSeconds = Math.round((elapsedMs / 1_000) * (1 / doneShare - 1));
    if (doneShare > 0 && doneShare < 1) parts.push(`about ${durationText(leftSeconds)} left`);
  }
  return parts.join(' · ');
}

function durationText(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds % 60} s`;
}
