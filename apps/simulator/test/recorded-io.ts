import { systemClock } from '@pipelines/core';
import type { CliIo, TextSink } from '../src/cli/cli-io.ts';

/** A command's surroundings for a test: what it writes is kept, nothing comes from the process. */
export interface RecordedIo extends CliIo {
  readonly written: { out: string; err: string };
}

/** Make one, with an empty environment unless `overrides` says otherwise. */
export function recordedIo(overrides: Partial<CliIo> = {}): RecordedIo {
  const written = { out: '', err: '' };
  const sink = (name: 'out' | 'err'): TextSink => ({
    isTerminal: false,
    write(text) {
      written[name] += text;
    },
  });
  return {
    out: sink('out'),
    err: sink('err'),
    env: {},
    cwd: import.meta.dirname,
    clock: systemClock,
    signal: new AbortController().signal,
    peakMemoryBytes: () => 123 * 2 ** 20,
    ask: () => Promise.resolve(undefined),
    ...overrides,
    written,
  };
}
