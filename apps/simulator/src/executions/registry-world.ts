import type { Engine } from '@pipelines/asl-runtime';
import type { Clock } from '@pipelines/core';
import { parseStatesArn } from '../arns.ts';
import type { MachineRegistry } from '../machines/machine-registry.ts';
import type { Machine } from '../machines/machine.ts';
import type { Mocks } from '../services/mocks.ts';
import { childHistory, childRecord } from './child-executions.ts';
import type { DeletingMachines } from './deleting-machines.ts';
import { outcomeOf } from './execution-outcome.ts';
import { pageOf, type ExecutionStore, type PageRequest } from './execution-store.ts';
import type { MapRuns } from './map-runs.ts';
import {
  originOf,
  type ExecutionOrigin,
  type ExecutionRecord,
  type HistoryPage,
} from './registry.ts';
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
  readonly isDeleting: DeletingMachines['isDeleting'];
  readonly store: ExecutionStore;
  readonly running: RunningExecutions;
  readonly mapRuns: MapRuns;
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
  const child = live ? undefined : world.mapRuns.child(arn);
  if (child) return childRecord(child);
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

/** Events of an execution, of those that run as they are now. */
export function historyOf(
  world: RegistryWorld,
  arn: string,
  page: PageRequest,
): HistoryPage | undefined {
  const live = isExpress(arn) ? undefined : world.running.get(arn)?.execution.history();
  const child = live ? undefined : world.mapRuns.child(arn);
  const events = live ?? (child && childHistory(child));
  if (!events) return world.store.readHistory(arn, page);
  return { events: pageOf(events, page), total: events.length };
}

/** Whether an ARN is that of an execution of an EXPRESS machine. */
export function isExpress(arn: string): boolean {
  return parseStatesArn(arn)?.resourceType === 'express';
}
