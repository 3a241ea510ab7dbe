import type { Engine } from '@pipelines/asl-runtime';
import type { Clock } from '@pipelines/core';
import { parseStatesArn } from '../arns.ts';
import type { MachineRegistry } from '../machines/machine-registry.ts';
import type { Machine } from '../machines/machine.ts';
import type { Mocks } from '../services/mocks.ts';
import { outcomeOf } from './execution-outcome.ts';
import type { ExecutionStore } from './execution-store.ts';
import type { MapRunMemory } from './map-run-memory.ts';
import { originOf, type ExecutionOrigin, type ExecutionRecord } from './registry.ts';
import type { RunningExecutions } from './running-executions.ts';

export interface RegistryOptions {
  /** `<data-dir>/executions` */
  readonly root: string;
  readonly engine: Engine;
  readonly clock: Clock;
  /** The mock file, where one is used. */
  readonly mocks?: Mocks;
  /** Told in one line when a history cannot be written. */
  onProblem?(line: string): void;
}

/** What the operations of a registry work on. */
export interface RegistryWorld extends RegistryOptions {
  readonly machines: MachineRegistry;
  readonly store: ExecutionStore;
  readonly running: RunningExecutions;
  readonly mapRuns: MapRunMemory;
}

/** As it was; what is known of an execution of before there were revisions is the present one. */
export function machineOf(
  { machines }: RegistryWorld,
  { machineArn, revision }: ExecutionOrigin,
): Machine | undefined {
  return revision === undefined
    ? machines.machine(machineArn)
    : machines.revision(machineArn, revision);
}

/** A running execution as it is now, else what its file says. EXPRESS ones are not kept. */
export function recordOf(world: RegistryWorld, arn: string): ExecutionRecord | undefined {
  if (isExpress(arn)) return undefined;
  const live = world.running.get(arn);
  if (!live) return world.store.read(arn);
  const { execution, inputText, origin, redrives } = live;
  const { name, startMs } = execution;
  const history = execution.history();
  return {
    arn,
    name,
    ...originOf(origin),
    startMs,
    inputText,
    redrives,
    eventCount: history.length,
    ...outcomeOf(history.at(-1)),
  };
}

/** Whether an ARN is that of an execution of an EXPRESS machine. */
export function isExpress(arn: string): boolean {
  return parseStatesArn(arn)?.resourceType === 'express';
}
