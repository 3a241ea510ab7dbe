import type { Readable } from 'node:stream';
import { createLineSplitter } from './line-splitter.ts';

export interface LogLine {
  /** The invocation that was running; a line of a cold start belongs to the one that caused it. */
  readonly requestId: string;
  readonly stream: 'stdout' | 'stderr';
  readonly line: string;
}

/** One line that a function wrote to stdout or stderr while it answered an invocation. */
export interface FunctionLog extends LogLine {
  readonly functionName: string;
}

export interface InvocationLogs {
  /** From here on lines belong to this invocation. */
  begin(requestId: string): void;
  /** Resolves when both streams have reached the end mark of the invocation that began last. */
  readonly ended: Promise<void>;
}

/**
 * Assign the output of a function's process, line by line, to the invocation that wrote it.
 *
 * Pipes and the Runtime API are read independently, so the answer of an invocation can overtake its
 * last lines. The bootstrap ends each invocation's output with a mark on both streams.
 */
export function createInvocationLogs(
  streams: { readonly stdout: Readable; readonly stderr: Readable },
  onLine: (line: LogLine) => void,
): InvocationLogs {
  let requestId = '';
  let ended = Promise.withResolvers<void>();
  let openStreams = new Set(['stdout', 'stderr']);

  const emit = (stream: LogLine['stream'], line: string): void => {
    // Also after text without a newline: the mark is then on the same line.
    const mark = `\0end ${requestId}`;
    if (!line.endsWith(mark)) {
      onLine({ requestId, stream, line });
      return;
    }
    if (line !== mark) onLine({ requestId, stream, line: line.slice(0, -mark.length) });
    openStreams.delete(stream);
    if (openStreams.size === 0) ended.resolve();
  };
  for (const stream of ['stdout', 'stderr'] as const) {
    const splitter = createLineSplitter((line) => emit(stream, line));
    streams[stream].on('data', (chunk: Buffer) => splitter.write(chunk));
    streams[stream].on('end', () => splitter.end());
  }
  return {
    begin(nextRequestId) {
      requestId = nextRequestId;
      ended = Promise.withResolvers();
      openStreams = new Set(['stdout', 'stderr']);
    },
    get ended() {
      return ended.promise;
    },
  };
}
