import type { Clock } from '@pipelines/core';
import type { TextSink } from '../cli/cli-io.ts';
import { parseRecord } from './log-file.ts';
import { CLEAR_LINE } from './terminal-line.ts';

/** A terminal's line is drawn again this often; elsewhere a line is written this often. */
const REDRAW_MS = 1_000;
const LINE_EVERY_MS = 5_000;

/** Shows on stderr that a task is alive, between the lines of the report. */
export interface RunProgress {
  /** A working state has begun; its elapsed time counts from `startMs`. */
  begin(name: string, startMs: number): void;
  /** The state is a Map over so many items. */
  beginItems(count: number): void;
  /** One of its items has ended. */
  endItem(): void;
  /** A line that a function logged: its `step` (or `name`) and `rows` are shown where it has them. */
  addLog(line: string): void;
  /** Remove what is drawn, before something else is printed; the next redraw brings it back. */
  clear(): void;
  /** The state has ended: nothing is drawn until the next one begins. */
  end(): void;
}

interface Current {
  readonly name: string;
  readonly startMs: number;
  step?: string;
  rows?: number;
  items?: { done: number; readonly count: number };
}

/**
 * Show the progress of one state at a time: elapsed seconds, step and rows; of a Map how many of its
 * items have ended.
 *
 * On a terminal one line is drawn again each second; elsewhere a line is written every 5 s, so a
 * short run leaves no trace in a CI log.
 */
export function createRunProgress(sink: TextSink, clock: Clock): RunProgress {
  let current: Current | undefined;
  let isDrawn = false;
  let cancelTimer = (): void => undefined;

  const clear = (): void => {
    if (isDrawn) sink.write(CLEAR_LINE);
    isDrawn = false;
  };
  const draw = (): void => {
    if (!current) return;
    const text = describe(current, clock.now());
    sink.write(sink.isTerminal ? `${CLEAR_LINE}${text}` : `${text}\n`);
    isDrawn = sink.isTerminal;
  };
  const tick = (): void => {
    const intervalMs = sink.isTerminal ? REDRAW_MS : LINE_EVERY_MS;
    cancelTimer = clock.setTimer(clock.now() + intervalMs, () => {
      draw();
      tick();
    });
  };

  return {
    begin(name, startMs) {
      current = { name, startMs };
      cancelTimer();
      tick();
    },
    beginItems(count) {
      if (current) current.items = { done: 0, count };
    },
    endItem() {
      if (current?.items) current.items.done += 1;
    },
    addLog(line) {
      if (!current || !noteFacts(current, line)) return;
      if (sink.isTerminal) draw();
    },
    clear,
    end() {
      clear();
      cancelTimer();
      current = undefined;
    },
  };
}

/** Progress that shows nothing, for `--quiet`. */
export const silentProgress: RunProgress = {
  begin: () => undefined,
  beginItems: () => undefined,
  endItem: () => undefined,
  addLog: () => undefined,
  clear: () => undefined,
  end: () => undefined,
};

function noteFacts(current: Current, line: string): boolean {
  const { step: namedStep, name, rows } = parseRecord(line) ?? {};
  const step = namedStep ?? name;
  if (typeof step === 'string' && step !== current.step) {
    current.step = step;
    delete current.rows;
  }
  if (typeof rows === 'number') current.rows = rows;
  return step !== undefined || rows !== undefined;
}

function describe({ name, startMs, step, rows, items }: Current, nowMs: number): string {
  const parts = [`   ${name}: ${Math.floor((nowMs - startMs) / 1_000)}s`];
  // Steps of items that run beside each other would only flicker.
  if (items) return [...parts, `${items.done} of ${items.count} done`].join(' · ');
  if (step !== undefined) parts.push(step);
  if (rows !== undefined) parts.push(`${rows.toLocaleString('en-US')} rows`);
  return parts.join(' · ');
}
