import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '@pipelines/core';
import { REGION } from '../arns.ts';
import type { Bundle } from './bundle-store.ts';
import { functionEnvironment } from './function-environment.ts';
import { FunctionInstance } from './function-instance.ts';
import type { HostedFunction } from './hosted-function.ts';
import type { FunctionLog } from './invocation-logs.ts';
import type { RuntimeApi } from './runtime-api.ts';
import { runtimeCommand } from './runtimes.ts';
import type { Origin, WarmPool } from './warm-pool.ts';

/** All that decides what a new process would be. */
export interface InstanceSource {
  readonly spec: HostedFunction;
  readonly bundle: Bundle;
  readonly declared: Readonly<Record<string, string>>;
  readonly runtimeApi: RuntimeApi;
}

/** Start a process with a temporary folder of its own, known to `pool` from its first moment. */
export async function startInstance(
  { spec, bundle, declared, runtimeApi }: InstanceSource,
  options: {
    readonly workDir: string;
    readonly clock: Clock;
    onLog?(entry: FunctionLog): void;
  },
  pool: WarmPool,
): Promise<FunctionInstance> {
  const command = runtimeCommand(spec.runtime);
  const temporaryRoot = path.join(options.workDir, 'tmp');
  await mkdir(temporaryRoot, { recursive: true, mode: 0o700 });
  const temporaryFolder = await mkdtemp(path.join(temporaryRoot, `${spec.name}-`));
  const taskRoot = bundle.folder;
  const instance = new FunctionInstance({
    spec,
    command,
    taskRoot,
    temporaryFolder,
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

/** Two sources of the same origin give processes that cannot be told apart. */
export function originOf({ spec, bundle, declared }: InstanceSource): Origin {
  const facts = [
    bundle.sha256,
    spec.runtime,
    spec.handler,
    spec.memoryMb,
    spec.timeoutSeconds,
    Object.entries(declared).sort(),
  ];
  // A hash: the values of the environment, a password among them, are kept in one place only.
  const fingerprint = createHash('sha256').update(JSON.stringify(facts)).digest('hex');
  return { functionName: poolNameOf(spec), fingerprint };
}

/** Two accounts may each have created a function of one name. */
export function poolNameOf({ name, accountId = '' }: HostedFunction): string {
  return `${accountId}:${name}`;
}
