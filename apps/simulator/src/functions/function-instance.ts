import type { Clock, Json } from '@pipelines/core';
import {
  asPayload,
  outOfMemory,
  responseTooLarge,
  runtimeExited,
  timedOut,
} from './function-failures.ts';
import type { HostedFunction } from './hosted-function.ts';
import { createInvocationLogs, type InvocationLogs, type LogLine } from './invocation-logs.ts';
import { watchMemory, type MemoryWatch } from './memory-watch.ts';
import {
  PAYLOAD_LIMIT_BYTES,
  type RuntimeApi,
  type RuntimeJob,
  type RuntimeRegistration,
} from './runtime-api.ts';
import { startSupervised, type ProcessExit, type SupervisedProcess } from './supervised-process.ts';

/** Lambda gives the initialisation 10 s of its own, then runs it again on the invocation's time. */
const INIT_LIMIT_MS = 10_000;
/** After an answer: how long the process may take to ask for more work before it is let alone. */
const SETTLE_MS = 200;

type Give = (job: RuntimeJob) => void;

/** How an invocation ended. The first of these events counts. */
type Ending =
  | { readonly kind: 'answered'; readonly body: string }
  | { readonly kind: 'failed'; readonly body: string }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'aborted' }
  | { readonly kind: 'exited'; readonly exit: ProcessExit };

export interface InstanceOptions {
  readonly spec: HostedFunction;
  /** Program and arguments of the runtime. */
  readonly command: readonly [string, ...string[]];
  readonly taskRoot: string;
  readonly temporaryFolder: string;
  readonly runtimeApi: RuntimeApi;
  /** The process's whole environment, given the address of the Runtime API. */
  environment(runtimeApi: string): Readonly<Record<string, string>>;
  readonly clock: Clock;
  onLog(line: LogLine): void;
}

export interface Invocation {
  readonly requestId: string;
  readonly eventText: string;
  readonly functionArn: string;
  readonly signal: AbortSignal | undefined;
}

export interface InvocationOutcome {
  readonly payload: Json;
  /** The payload as the runtime wrote it, spaces and all. */
  readonly payloadText: string;
  readonly isFailure: boolean;
  readonly durationMs: number;
  readonly isColdStart: boolean;
  readonly initDurationMs?: number;
  readonly maxMemoryMb: number;
}

/** One warm execution environment: a process that answers one invocation at a time. */
export class FunctionInstance {
  readonly #options: InstanceOptions;
  readonly #process: SupervisedProcess;
  readonly #memory: MemoryWatch;
  readonly #logs: InvocationLogs;
  readonly #registration: RuntimeRegistration;
  readonly #startedMs: number;
  #initDurationMs: number | undefined;
  #ready = Promise.withResolvers<Give>();
  #ended = Promise.withResolvers<Ending>();
  #isOutOfMemory = false;
  #isExited = false;
  #hasServed = false;

  constructor(options: InstanceOptions) {
    const { spec, taskRoot, runtimeApi, clock } = options;
    this.#options = options;
    this.#startedMs = clock.now();
    this.#registration = runtimeApi.register({
      onNext: (give) => this.#becomeReady(give),
      onResponse: (_, body) => this.#ended.resolve({ kind: 'answered', body }),
      onTooLarge: () => this.#ended.resolve({ kind: 'too-large' }),
      onError: (_, body) => this.#ended.resolve({ kind: 'failed', body }),
      onInitError: (body) => this.#ended.resolve({ kind: 'failed', body }),
    });
    this.#process = startSupervised(options.command, {
      cwd: taskRoot,
      env: options.environment(this.#registration.address),
      temporaryFolder: options.temporaryFolder,
    });
    this.#logs = createInvocationLogs(this.#process, (line) => options.onLog(line));
    this.#memory = watchMemory(this.#process.pid, spec.memoryMb, () => {
      this.#isOutOfMemory = true;
      this.#process.kill();
    });
    void this.#process.exited.then((exit) => this.#onExit(exit));
  }

  /** False once the process has ended: it can answer nothing more. */
  get isUsable(): boolean {
    return !this.#isExited;
  }

  /** Resolves when the process is gone. */
  get exited(): Promise<unknown> {
    return this.#process.exited;
  }

  /**
   * Answer one invocation. Never while another one runs.
   *
   * A function that fails, times out, is out of memory or ends gives an outcome.
   *
   * @throws the signal's reason when the caller gives up; the process is then gone
   */
  async invoke(invocation: Invocation): Promise<InvocationOutcome> {
    const isColdStart = !this.#hasServed;
    this.#hasServed = true;
    this.#memory.reset();
    this.#logs.begin(invocation.requestId);
    const onAbort = (): void => this.#ended.resolve({ kind: 'aborted' });
    invocation.signal?.addEventListener('abort', onAbort, { once: true });
    if (invocation.signal?.aborted) onAbort();
    const { ending, durationMs } = await this.#run(invocation);
    invocation.signal?.removeEventListener('abort', onAbort);
    const maxMemoryMb = this.#memory.peakMb();
    await this.#settle(ending);
    if (ending.kind === 'aborted') throw invocation.signal?.reason as Error;
    return {
      ...this.#payloadOf(ending, invocation.requestId),
      isFailure: ending.kind !== 'answered',
      durationMs,
      isColdStart,
      ...(isColdStart &&
        this.#initDurationMs !== undefined && { initDurationMs: this.#initDurationMs }),
      maxMemoryMb,
    };
  }

  /** Kill the process and wait until it is gone. */
  async stop(): Promise<void> {
    this.#process.kill();
    await this.#process.exited;
  }

  async #run(invocation: Invocation): Promise<{ ending: Ending; durationMs: number }> {
    const { clock, spec } = this.#options;
    const timeoutMs = spec.timeoutSeconds * 1000;
    const ended = this.#ended.promise;
    const cancelInitLimit = this.#endAfter(INIT_LIMIT_MS + timeoutMs);
    const give = await Promise.race([this.#ready.promise, ended]);
    cancelInitLimit();
    if (typeof give !== 'function') return { ending: give, durationMs: 0 };
    this.#ready = Promise.withResolvers();
    const startedMs = clock.now();
    const cancelLimit = this.#endAfter(timeoutMs);
    const { requestId, eventText, functionArn } = invocation;
    give({ requestId, eventText, functionArn, deadlineMs: startedMs + timeoutMs });
    const ending = await ended;
    cancelLimit();
    return { ending, durationMs: clock.now() - startedMs };
  }

  #endAfter(ms: number): () => void {
    const { clock } = this.#options;
    return clock.setTimer(clock.now() + ms, () => this.#ended.resolve({ kind: 'timed-out' }));
  }

  /** Wait until all of the invocation's log lines are here and the process is idle, or gone. */
  async #settle(ending: Ending): Promise<void> {
    this.#ended = Promise.withResolvers();
    if (ending.kind === 'timed-out' || ending.kind === 'aborted') this.#process.kill();
    const isAnswered = ending.kind === 'answered' || ending.kind === 'too-large';
    if (!isAnswered && ending.kind !== 'failed') {
      await this.#process.exited;
      return;
    }
    const { clock } = this.#options;
    const { promise: limit, resolve } = Promise.withResolvers<void>();
    const cancel = clock.setTimer(clock.now() + SETTLE_MS, resolve);
    const isIdle = Promise.all([this.#logs.ended, this.#ready.promise]);
    await Promise.race([isIdle, this.#process.exited, limit]);
    cancel();
  }

  #payloadOf(ending: Ending, requestId: string): { payload: Json; payloadText: string } {
    if (ending.kind === 'answered' || ending.kind === 'failed') return parseOrText(ending.body);
    const payload = this.#failureOf(ending, requestId);
    return { payload, payloadText: JSON.stringify(payload) };
  }

  #failureOf(
    ending: Exclude<Ending, { readonly kind: 'answered' | 'failed' }>,
    requestId: string,
  ): Json {
    switch (ending.kind) {
      case 'too-large':
        return asPayload(responseTooLarge(PAYLOAD_LIMIT_BYTES));
      case 'exited':
        if (this.#isOutOfMemory) return asPayload(outOfMemory(requestId));
        return asPayload(runtimeExited(requestId, ending.exit));
      case 'timed-out':
      case 'aborted':
        return asPayload(timedOut(requestId, this.#options.spec.timeoutSeconds * 1000));
    }
  }

  #becomeReady(give: Give): void {
    this.#initDurationMs ??= this.#options.clock.now() - this.#startedMs;
    this.#ready.resolve(give);
  }

  #onExit(exit: ProcessExit): void {
    this.#isExited = true;
    this.#memory.stop();
    this.#registration.unregister();
    this.#ended.resolve({ kind: 'exited', exit });
  }
}

function parseOrText(body: string): { readonly payload: Json; readonly payloadText: string } {
  try {
    return { payload: JSON.parse(body) as Json, payloadText: body };
  } catch {
    return { payload: body, payloadText: JSON.stringify(body) };
  }
}
