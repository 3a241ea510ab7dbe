import type { InvokeResult } from '../../functions/function-host.ts';

/** What LogType `Tail` shows of an invocation's log. */
const TAIL_BYTES = 4_096;

export interface LogTail {
  add(line: string): void;
  /** The last 4 KB with Lambda's own lines, as Base64. */
  encode(result: InvokeResult): string;
}

/**
 * Keep the end of an invocation's log, in bounded memory.
 *
 * Source: docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html (START, END and REPORT lines)
 */
export function createLogTail(): LogTail {
  let lines: string[] = [];
  let sizeBytes = 0;
  return {
    add(line) {
      lines.push(line);
      sizeBytes += Buffer.byteLength(line) + 1;
      if (sizeBytes <= TAIL_BYTES * 4) return;
      const kept = Buffer.from(`${lines.join('\n')}\n`).subarray(-TAIL_BYTES);
      lines = kept.toString('utf8').split('\n').slice(0, -1);
      sizeBytes = kept.length;
    },
    encode(result) {
      const { requestId } = result;
      const start = `START RequestId: ${requestId} Version: $LATEST`;
      const end = [`END RequestId: ${requestId}`, reportLine(result)];
      const text = [start, ...lines, ...end].map((line) => `${line}\n`).join('');
      return Buffer.from(text).subarray(-TAIL_BYTES).toString('base64');
    },
  };
}

function reportLine(result: InvokeResult): string {
  const { requestId, durationMs, initDurationMs, memoryMb, maxMemoryMb } = result;
  const facts = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(durationMs + (initDurationMs ?? 0))} ms`,
    `Memory Size: ${memoryMb} MB`,
    `Max Memory Used: ${Math.ceil(maxMemoryMb)} MB`,
    ...(initDurationMs === undefined ? [] : [`Init Duration: ${initDurationMs.toFixed(2)} ms`]),
  ];
  return `${facts.join('\t')}\t`;
}
