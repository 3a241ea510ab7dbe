import type { Clock, Json } from '@pipelines/core';
import type { Execution } from '@pipelines/asl-runtime';
import type { PostgresEngine } from '@pipelines/local-cloud';
import type { Registry } from './executions/registry.ts';
import type { FunctionHost, FunctionLog } from './functions/function-host.ts';

export interface CloudOptions {
  /** State folder: executions, unpacked functions, databases. Created 0700 when missing. */
  readonly dataDir: string;
  /** The user's environment. Functions see only the names that their manifest row declares. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `mock` starts no engine: functions get placeholder database values. */
  readonly mode: 'real' | 'mock';
  readonly clock: Clock;
  onLog?(entry: FunctionLog): void;
  onProgress?(line: string): void;
  /** Default: `dist/apps/<app>/<name>.zip` of this repository. */
  zipPathOf?(name: string): string;
}

export interface Cloud {
  readonly registry: Registry;
  readonly functions: FunctionHost;
  /** The database, started on the first call; every later call gives the same one. */
  postgres(): Promise<PostgresEngine>;
  /**
   * Start a machine of this repository by its name.
   *
   * @throws {MachineNotFoundError} names the machines that exist
   * @throws {ExecutionAlreadyExistsError} when the name is taken
   */
  startExecution(request: {
    readonly machine: string;
    readonly input: Json;
    readonly name?: string;
  }): Execution;
  /** Abort running executions, kill function processes, stop (or detach from) the database. */
  stop(): Promise<void>;
}

/** Open the local cloud: machines and functions of the repository on local engines. */
export declare function openCloud(options: CloudOptions): Promise<Cloud>;
