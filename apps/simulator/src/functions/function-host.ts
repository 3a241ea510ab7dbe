import type { Clock, Json } from '@pipelines/core';
import type { FunctionSpec } from '@pipelines/workflows';

/** One line that a function wrote to stdout or stderr while it answered an invocation. */
export interface FunctionLog {
  readonly functionName: string;
  /** The invocation that was running; a line written during a cold start belongs to the one that caused it. */
  readonly requestId: string;
  readonly stream: 'stdout' | 'stderr';
  readonly line: string;
}

/** What Lambda's Invoke answers, with the facts of its REPORT line. */
export interface InvokeResult {
  readonly requestId: string;
  /** The handler's result, or `{errorType, errorMessage, trace?}` when `functionError` is set. */
  readonly payload: Json;
  readonly functionError?: 'Unhandled';
  /** From the handler's start to its end; a cold start is not part of it. */
  readonly durationMs: number;
  readonly isColdStart: boolean;
  /** Present on a cold start: process start to the first request for work. */
  readonly initDurationMs?: number;
  readonly memoryMb: number;
  /** Largest resident size seen while the handler ran; 0 where /proc does not exist. */
  readonly maxMemoryMb: number;
}

export interface FunctionHostOptions {
  /** Path of the zip that CDK would deploy. It may change between invocations. */
  zipPathOf(name: string): string;
  /** The manifest row. @throws when the manifest has no such function */
  spec(name: string): FunctionSpec;
  /** Everything the function may read from its environment, asked before each invocation. */
  environmentOf(name: string): Promise<Readonly<Record<string, string>>>;
  /** Unpacked zips and the functions' temporary folders live here; created when missing. */
  readonly workDir: string;
  readonly clock: Clock;
  onLog?(entry: FunctionLog): void;
}

export interface FunctionHost {
  /**
   * Run the function once.
   *
   * @param payload - the event, at most 6 MB as JSON
   * @param options - `signal` kills the invocation's process; the call then rejects with its reason
   */
  invoke(name: string, payload: Json, options?: { readonly signal?: AbortSignal }): Promise<InvokeResult>;
  /** Kill every process, wait until each is gone, remove temporary folders. */
  stop(): Promise<void>;
}
