import type { Host } from '@pipelines/asl';
import type { Clock } from '@pipelines/core';
import type { Execution, RedriveOptions, StartOptions } from './execution.ts';
import type { ObjectStore } from './map-runs/object-store.ts';
import { createNodeHost } from './node-host.ts';
import { runExecution } from './run-execution.ts';
import type { TaskRunner } from './task-runner.ts';

export interface EngineOptions {
  readonly clock: Clock;
  readonly runTask: TaskRunner;
  /** Chance, identity and hashing; what is missing comes from Node. */
  readonly host?: Partial<Host>;
  /** What the readers and writers of distributed Maps work on: S3. */
  readonly objects?: ObjectStore;
  readonly accountId?: string;
  /** Stands in the history of service calls; `us-east-1` when absent. */
  readonly region?: string;
}

export interface Engine {
  readonly accountId: string;
  readonly region: string;
  /**
   * Start an execution. It runs on by itself; wait for `done` of what is returned.
   *
   * @throws {SyntaxError} when `inputText` is not JSON; nothing has started then
   */
  start(options: StartOptions): Execution;
  /**
   * Go on with an execution that ended without success, in this process or another.
   *
   * What succeeded is kept, and the rest runs again from where it stopped; `history()` of what is
   * returned holds the earlier events too. The machine and the input must be those of its start.
   */
  redrive(options: RedriveOptions): Execution;
}

/**
 * An engine runs state machines: the pure interpreter of `@pipelines/asl` with a clock, a runner
 * for its tasks and a memory for its histories. Executions do not influence one another.
 */
export function createEngine(options: EngineOptions): Engine {
  const { clock, objects, runTask, region = 'us-east-1', accountId = '000000000000' } = options;
  const host = createNodeHost(options.host);
  const world = { clock, objects, runTask, host, region };
  return {
    accountId,
    region,
    start: (start) => runExecution(start, world),
    redrive: (redrive) => runExecution(redrive, world, redrive),
  };
}
