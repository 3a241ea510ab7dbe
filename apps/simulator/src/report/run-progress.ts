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
}

/**
 * Show the progress of one state at a time: elapsed seconds, step and rows.
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

function describe({ name, startMs, step, rows }: Current, nowMs: number): string {
  const parts = [`   ${name}: ${Math.floor((nowMs - startMs) / 1_000)}s`];
  if (step !== undefined) parts.push(step);
  if (rows !== undefined) parts.push(`${rows.toLocaleString('en-US')} rows`);
  return parts.join(' · ');
}
