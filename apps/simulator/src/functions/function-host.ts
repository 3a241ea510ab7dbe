import { createHash, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { PipelineError, type Clock, type Json } from '@pipelines/core';
import type { FunctionSpec } from '@pipelines/workflows';
import { functionArn, REGION } from '../arns.ts';
import { createBundleStore, type Bundle } from './bundle-store.ts';
import { functionEnvironment } from './function-environment.ts';
import { FunctionInstance, type InvocationOutcome } from './function-instance.ts';
import { createRuntimeApi, type RuntimeApi } from './runtime-api.ts';
import { createSlots } from './slots.ts';
import { createWarmPool, type Origin, type WarmPool } from './warm-pool.ts';

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
  /** The manifest row. @throws {FunctionNotFoundError} when there is none */
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
  invoke(
    name: string,
    payload: Json,
    options?: { readonly signal?: AbortSignal },
  ): Promise<InvokeResult>;
  /** Kill every process, wait until each is gone, remove temporary folders. */
  stop(): Promise<void>;
}

/** More invocations wait for their turn: a Map over 1000 items must not start 1000 processes. */
const PROCESS_LIMIT = 16;
/** Lambda's limit for the event of a synchronous invocation: 6 MB. */
const REQUEST_LIMIT_BYTES = 6_291_456;

/** The manifest has no function of this name. */
export class FunctionNotFoundError extends PipelineError {
  static {
    FunctionNotFoundError.prototype.name = 'FunctionNotFoundError';
  }
  constructor(name: string, known: readonly string[]) {
    super(`No function "${name}". There is: ${known.join(', ')}`);
  }
}

/** The event is larger than Lambda accepts. */
export class RequestTooLargeError extends PipelineError {
  static {
    RequestTooLargeError.prototype.name = 'RequestTooLargeError';
  }
  constructor(sizeBytes: number) {
    super(
      `${sizeBytes} byte payload is too large for the Invoke operation (limit ${REQUEST_LIMIT_BYTES} bytes)`,
    );
  }
}

/** The host was stopped; it starts no process any more. */
export class FunctionHostStoppedError extends PipelineError {
  static {
    FunctionHostStoppedError.prototype.name = 'FunctionHostStoppedError';
  }
  constructor() {
    super('The function host is stopped');
  }
}

/**
 * Run Lambda zips in processes of this machine, as Lambda does.
 *
 * An invocation takes a warm process or starts one; 16 run at once, more wait for their turn. A
 * changed zip or environment replaces warm processes at the next invocation. The limits of the
 * manifest row hold: a process is killed, with its children, at the timeout and above its memory.
 *
 * @returns at once; nothing runs before the first invocation
 */
export function createFunctionHost(options: FunctionHostOptions): FunctionHost {
  const bundles = createBundleStore(path.join(options.workDir, 'bundles'));
  const slots = createSlots(PROCESS_LIMIT);
  const pool = createWarmPool();
  let runtimeApi: Promise<RuntimeApi> | undefined;
  let isStopped = false;

  const open = async (name: string): Promise<FunctionInstanceSource> => {
    const spec = options.spec(name);
    const bundle = await bundles.open(options.zipPathOf(name));
    const declared = await options.environmentOf(name);
    runtimeApi ??= createRuntimeApi();
    return { spec, bundle, declared, runtimeApi: await runtimeApi };
  };
  return {
    async invoke(name, payload, { signal } = {}) {
      const eventText = JSON.stringify(payload);
      const sizeBytes = Buffer.byteLength(eventText);
      if (sizeBytes > REQUEST_LIMIT_BYTES) throw new RequestTooLargeError(sizeBytes);
      const requestId = randomUUID();
      const outcome = await slots.use(async () => {
        const source = await open(name);
        const origin = originOf(source);
        const instance = pool.take(origin) ?? (await startInstance(source, options, pool));
        if (isStopped) {
          await instance.stop();
          throw new FunctionHostStoppedError();
        }
        const arn = functionArn(name);
        try {
          return await instance.invoke({ requestId, eventText, functionArn: arn, signal });
        } finally {
          pool.giveBack(origin, instance);
        }
      }, signal);
      return resultOf(requestId, outcome, options.spec(name));
    },
    async stop() {
      isStopped = true;
      await pool.stop();
      await (await runtimeApi)?.close();
    },
  };
}

interface FunctionInstanceSource {
  readonly spec: FunctionSpec;
  readonly bundle: Bundle;
  readonly declared: Readonly<Record<string, string>>;
  readonly runtimeApi: RuntimeApi;
}

async function startInstance(
  { spec, bundle, declared, runtimeApi }: FunctionInstanceSource,
  options: FunctionHostOptions,
  pool: WarmPool,
): Promise<FunctionInstance> {
  const temporaryRoot = path.join(options.workDir, 'tmp');
  await mkdir(temporaryRoot, { recursive: true, mode: 0o700 });
  const temporaryFolder = await mkdtemp(path.join(temporaryRoot, `${spec.name}-`));
  const taskRoot = bundle.folder;
  const instance = new FunctionInstance({
    spec,
    taskRoot,
    runtimeApi,
    clock: options.clock,
    environment: (address) =>
      functionEnvironment({
        spec,
        declared,
        taskRoot,
        temporaryFolder,
        runtimeApi: address,
        region: REGION,
      }),
    onLog: (line) => options.onLog?.({ functionName: spec.name, ...line }),
  });
  const gone = instance.exited.then(() => rm(temporaryFolder, { recursive: true, force: true }));
  pool.add(instance, gone);
  return instance;
}

function originOf({ spec, bundle, declared }: FunctionInstanceSource): Origin {
  const facts = [
    bundle.sha256,
    spec.memoryMb,
    spec.timeoutSeconds,
    Object.entries(declared).sort(),
  ];
  // A hash: the values of the environment, a password among them, are kept in one place only.
  const fingerprint = createHash('sha256').update(JSON.stringify(facts)).digest('hex');
  return { functionName: spec.name, fingerprint };
}

function resultOf(
  requestId: string,
  { isFailure, ...facts }: InvocationOutcome,
  spec: FunctionSpec,
): InvokeResult {
  return {
    requestId,
    ...facts,
    memoryMb: spec.memoryMb,
    ...(isFailure && { functionError: 'Unhandled' as const }),
  };
}
