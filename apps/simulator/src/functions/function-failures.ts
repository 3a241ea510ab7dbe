import type { Json } from '@pipelines/core';
import type { ProcessExit } from './supervised-process.ts';

/** What Lambda answers as the payload of a failed invocation. */
export interface FunctionFailure {
  readonly errorType: string;
  readonly errorMessage: string;
}

/** The words that Go, in which Lambda's supervisor is written, has for signals. */
const SIGNAL_WORDS: Readonly<Partial<Record<NodeJS.Signals, string>>> = {
  SIGABRT: 'aborted',
  SIGBUS: 'bus error',
  SIGILL: 'illegal instruction',
  SIGKILL: 'killed',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
  SIGTRAP: 'trace/breakpoint trap',
};

/** The function ran longer than its timeout and was killed. Step Functions sees `Sandbox.Timedout`. */
export function timedOut(requestId: string, timeoutMs: number): FunctionFailure {
  const seconds = (timeoutMs / 1000).toFixed(2);
  return {
    errorType: 'Sandbox.Timedout',
    errorMessage: `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`,
  };
}

/** The function used more memory than it has and was killed. */
export function outOfMemory(requestId: string): FunctionFailure {
  return {
    errorType: 'Runtime.OutOfMemory',
    errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`,
  };
}

/** The process ended before it answered: by itself, or by a signal that was not ours. */
export function runtimeExited(requestId: string, exit: ProcessExit): FunctionFailure {
  return {
    errorType: 'Runtime.ExitError',
    errorMessage: `RequestId: ${requestId} Error: ${exitText(exit)}`,
  };
}

/** The handler's result is larger than 6 MB. */
export function responseTooLarge(limitBytes: number): FunctionFailure {
  return {
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size exceeded maximum allowed payload size (${limitBytes} bytes).`,
  };
}

/** A failure as JSON, in the key order of Lambda. */
export function asPayload({ errorType, errorMessage }: FunctionFailure): Json {
  return { errorType, errorMessage };
}

function exitText({ code, signal }: ProcessExit): string {
  if (signal) {
    return `Runtime exited with error: signal: ${SIGNAL_WORDS[signal] ?? signal.toLowerCase()}`;
  }
  if (code === 0) return 'Runtime exited without providing a reason';
  return `Runtime exited with error: exit status ${code}`;
}
