import type { FunctionInstance } from './function-instance.ts';

/** Which process may answer: one of this function, started from this zip and environment. */
export interface Origin {
  readonly functionName: string;
  /** Text that differs when the content of the zip, a limit or an environment value differs. */
  readonly fingerprint: string;
}

export interface WarmPool {
  /** A process that waits for work, if there is one; processes of an older origin are stopped. */
  take(origin: Origin): FunctionInstance | undefined;
  /**
   * Know a new process, so that `stop` reaches it.
   *
   * @param gone - resolves when the process has ended and what it left behind is removed
   */
  add(instance: FunctionInstance, gone: Promise<unknown>): void;
  /** Keep a process for the next invocation, unless it has ended. */
  giveBack(origin: Origin, instance: FunctionInstance): void;
  /** Stop the processes of a function that wait for work. */
  retire(functionName: string): void;
  /** Kill all processes, busy ones too, and wait until they are gone. */
  stop(): Promise<void>;
}

/** The processes of a function host: which live, and which of those wait for work. */
export function createWarmPool(): WarmPool {
  const alive = new Map<FunctionInstance, Promise<unknown>>();
  const waiting = new Map<FunctionInstance, Origin>();

  return {
    take(origin) {
      let found: FunctionInstance | undefined;
      for (const [instance, { functionName, fingerprint }] of waiting) {
        if (functionName !== origin.functionName) continue;
        const isCurrent = fingerprint === origin.fingerprint && instance.isUsable;
        if (!isCurrent) void instance.stop();
        if (!isCurrent || !found) waiting.delete(instance);
        if (isCurrent) found ??= instance;
      }
      return found;
    },
    add(instance, gone) {
      alive.set(instance, gone);
      void gone.then(() => {
        alive.delete(instance);
        waiting.delete(instance);
      });
    },
    giveBack(origin, instance) {
      if (instance.isUsable) waiting.set(instance, origin);
    },
    retire(functionName) {
      for (const [instance, origin] of waiting) {
        if (origin.functionName !== functionName) continue;
        waiting.delete(instance);
        void instance.stop();
      }
    },
    async stop() {
      await Promise.all([...alive].map(([instance, gone]) => instance.stop().then(() => gone)));
    },
  };
}
