import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Clock, Json } from '@pipelines/core';
import { functionArn } from '../arns.ts';
import { createBundleStore } from './bundle-store.ts';
import {
  FunctionHostStoppedError,
  REQUEST_LIMIT_BYTES,
  RequestTooLargeError,
} from './function-errors.ts';
import type { Invocation, InvocationOutcome } from './function-instance.ts';
import type { HostedFunction } from './hosted-function.ts';
import type { FunctionLog } from './invocation-logs.ts';
import { createRuntimeApi, type RuntimeApi } from './runtime-api.ts';
import { createSlots } from './slots.ts';
import { originOf, poolNameOf, startInstance, type InstanceSource } from './start-instance.ts';
import { createWarmPool } from './warm-pool.ts';

export type { FunctionLog } from './invocation-logs.ts';

/** What Lambda's Invoke answers, with the facts of its REPORT line. */
export interface InvokeResult {
  readonly requestId: string;
  /** The handler's result, or `{errorType, errorMessage, trace?}` when `functionError` is set. */
  readonly payload: Json;
  /** The payload as the runtime wrote it, spaces and all. */
  readonly payloadText: string;
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
  /** What is known of a function. @throws {FunctionNotFoundError} when there is none */
  spec(name: string): HostedFunction;
  /** Everything the function may read from its environment, asked before each invocation. */
  environmentOf(name: string): Promise<Readonly<Record<string, string>>>;
  /** How many invocations run at once, each in a process of its own. */
  readonly maxWorkers: number;
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
   * @param options - `signal` kills the invocation's process; the call then rejects with its
   *   reason; `onLine` gets each line that the function writes meanwhile
   */
  invoke(
    name: string,
    payload: Json,
    options?: { readonly signal?: AbortSignal; readonly onLine?: (line: string) => void },
  ): Promise<InvokeResult>;
  /** End the idle processes of a function that there is no longer. */
  retire(one: HostedFunction): void;
  /** Kill every process, wait until each is gone, remove temporary folders. */
  stop(): Promise<void>;
}

/**
 * Run Lambda zips in processes of this machine, as Lambda does.
 *
 * An invocation takes a warm process or starts one; `maxWorkers` run at once, and more wait for
 * their turn: a Map over 1000 items must not start 1000 processes. A changed zip or environment
 * replaces warm processes at the next invocation. The limits of the manifest row hold: a process is
 * killed, with its children, at the timeout and above its memory.
 *
 * @returns at once; nothing runs before the first invocation
 */
export function createFunctionHost(options: FunctionHostOptions): FunctionHost {
  const slots = createSlots(options.maxWorkers);
  const listeners = new Map<string, (line: string) => void>();
  const processes = createProcesses({
    ...options,
    onLog(entry) {
      listeners.get(entry.requestId)?.(entry.line);
      options.onLog?.(entry);
    },
  });
  const inFlight = new Set<Promise<unknown>>();
  return {
    async invoke(name, payload, { signal, onLine } = {}) {
      const eventText = JSON.stringify(payload);
      const sizeBytes = Buffer.byteLength(eventText);
      if (sizeBytes > REQUEST_LIMIT_BYTES) throw new RequestTooLargeError(sizeBytes);
      const requestId = randomUUID();
      const spec = options.spec(name);
      const arn = functionArn(spec.name, spec.accountId);
      const invocation = { requestId, eventText, functionArn: arn, signal };
      const running = slots.use(() => processes.run(name, invocation), signal);
      inFlight.add(running);
      if (onLine) listeners.set(requestId, onLine);
      const outcome = await running.finally(() => {
        inFlight.delete(running);
        listeners.delete(requestId);
      });
      return resultOf(requestId, outcome, spec);
    },
    retire: (one) => processes.retire(one),
    async stop() {
      await processes.stop();
      // One that was about to start a process finds the host stopped, and ends what it started.
      await Promise.allSettled(inFlight);
      await processes.close();
    },
  };
}

interface Processes {
  run(name: string, invocation: Invocation): Promise<InvocationOutcome>;
  retire(one: HostedFunction): void;
  /** Kill all; nothing starts afterwards. */
  stop(): Promise<void>;
  /** Close the Runtime API, when nothing can use it any more. */
  close(): Promise<void>;
}

function createProcesses(options: FunctionHostOptions): Processes {
  const bundles = createBundleStore(path.join(options.workDir, 'bundles'));
  const pool = createWarmPool();
  let runtimeApi: Promise<RuntimeApi> | undefined;
  let isStopped = false;

  const open = async (name: string): Promise<InstanceSource> => {
    const spec = options.spec(name);
    const bundle = await bundles.open(options.zipPathOf(name));
    const declared = await options.environmentOf(name);
    if (isStopped) throw new FunctionHostStoppedError();
    runtimeApi ??= createRuntimeApi();
    return { spec, bundle, declared, runtimeApi: await runtimeApi };
  };
  return {
    async run(name, invocation) {
      const source = await open(name);
      const origin = originOf(source);
      const instance = pool.take(origin) ?? (await startInstance(source, options, pool));
      if (isStopped) {
        await instance.stop();
        throw new FunctionHostStoppedError();
      }
      try {
        return await instance.invoke(invocation);
      } finally {
        pool.giveBack(origin, instance);
      }
    },
    retire: (one) => pool.retire(poolNameOf(one)),
    async stop() {
      isStopped = true;
      await pool.stop();
    },
    async close() {
      await (await runtimeApi)?.close();
    },
  };
}

function resultOf(
  requestId: string,
  { isFailure, ...facts }: InvocationOutcome,
  spec: HostedFunction,
): InvokeResult {
  return {
    requestId,
    ...facts,
    memoryMb: spec.memoryMb,
    ...(isFailure && { functionError: 'Unhandled' as const }),
  };
}
