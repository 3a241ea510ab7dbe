import { randomUUID } from 'node:crypto';
import type { Engine } from '@pipelines/asl-runtime';
import type { Clock } from '@pipelines/core';
import { executionArn, parseStatesArn } from '../arns.ts';
import { createMachineRegistry, type MachineRegistry } from '../machines/machine-registry.ts';
import type { Machine } from '../machines/machine.ts';
import type { Mocks } from '../services/mocks.ts';
import {
  createExecutionStore,
  pageOf,
  type ExecutionStore,
  type NewExecution,
} from './execution-store.ts';
import { outcomeOf } from './execution-outcome.ts';
import { createMapRunMemory, type MapRunMemory } from './map-run-memory.ts';
import { checkName } from './names.ts';
import {
  ExecutionAlreadyExistsError,
  ExecutionDoesNotExistError,
  ExecutionRunsElsewhereError,
  InvalidExecutionInputError,
  StateMachineDoesNotExistError,
} from './registry-errors.ts';
import type {
  ExecutionOrigin,
  ExecutionRecord,
  ExecutionSummary,
  Registry,
  StartedExecution,
  StartRequest,
} from './registry.ts';
import {
  createRunningExecutions,
  stopExecution,
  type RunningExecutions,
} from './running-executions.ts';

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

interface World extends RegistryOptions {
  readonly machines: MachineRegistry;
  readonly store: ExecutionStore;
  readonly running: RunningExecutions;
  readonly mapRuns: MapRunMemory;
}

/**
 * Open the machines and executions of a data folder.
 *
 * Other processes may have it open too: each sees what all of them write, and stops only its own.
 * An execution whose process died is found ABORTED.
 */
export function createRegistry(options: RegistryOptions): Registry {
  const store = createExecutionStore(options.root);
  const running = createRunningExecutions(
    (arn, events) => {
      if (!isExpress(arn)) store.append(arn, events);
    },
    (line) => options.onProblem?.(line),
  );
  const machines = createMachineRegistry(options.root, options.clock);
  const mapRuns = createMapRunMemory();
  const world: World = { ...options, machines, store, running, mapRuns };
  return {
    ...machines,
    machineOf: (execution) => machineOf(world, execution),
    mapRuns: (arn) => mapRuns.ofExecution(arn),
    mapRun: (arn) => mapRuns.find(arn),
    startExecution: (request) => startExecution(world, request),
    stopExecution: (arn, error, cause) => stop(world, arn, { error, cause }),
    execution: (arn) => recordOf(world, arn),
    executions: (arn) => listExecutions(world, arn),
    history(arn, page) {
      const live = isExpress(arn) ? undefined : running.get(arn);
      if (!live) return store.readHistory(arn, page);
      const events = live.execution.history();
      return { events: pageOf(events, page), total: events.length };
    },
    async close() {
      await running.stopAll('The simulator was stopped.');
      store.close();
    },
  };
}

/** As it was; what is known of an execution of before there were revisions is the present one. */
function machineOf(
  { machines }: World,
  { machineArn, revision }: ExecutionOrigin,
): Machine | undefined {
  return revision === undefined
    ? machines.machine(machineArn)
    : machines.revision(machineArn, revision);
}

function startExecution(world: World, request: StartRequest): StartedExecution {
  const target = world.machines.resolve(request.machineArn);
  if (!target) throw new StateMachineDoesNotExistError(request.machineArn);
  const { machine, version, aliasArn } = target;
  const name = request.name ?? randomUUID();
  checkName(name);
  if (!isJson(request.inputText)) throw new InvalidExecutionInputError();
  const accountId = parseStatesArn(machine.arn)?.accountId ?? '';
  const isExpress = machine.type === 'EXPRESS';
  const arn = executionArn({ accountId, name: machine.name, isExpress }, name, randomUUID());
  const taken = isExpress ? undefined : recordOf(world, arn);
  if (taken) return sameExecution(world, taken, request.inputText);
  if (request.testCase !== undefined) world.mocks?.begin(arn, machine.name, request.testCase);
  const origin: ExecutionOrigin = {
    machineArn: machine.arn,
    revision: machine.revision,
    ...(version && { versionArn: version.arn }),
    ...(aliasArn !== undefined && { aliasArn }),
  };
  if (!isExpress) takeName(world, { arn, name, ...origin });
  const { inputText } = request;
  const execution = world.engine.start({ machine, executionArn: arn, name, inputText });
  void execution.done.then(() => world.mocks?.end(arn));
  world.running.add(execution, inputText, origin);
  world.mapRuns.add(execution);
  return { arn, startMs: execution.startMs, execution };
}

/** @throws {ExecutionAlreadyExistsError} when another process took the name in this moment */
function takeName(world: World, execution: Omit<NewExecution, 'startMs'>): void {
  if (world.store.create({ ...execution, startMs: world.clock.now() })) return;
  world.mocks?.end(execution.arn);
  throw new ExecutionAlreadyExistsError(execution.arn);
}

function sameExecution(
  world: World,
  { arn, status, startMs, inputText }: ExecutionRecord,
  wantedInputText: string,
): StartedExecution {
  if (status !== 'RUNNING' || inputText !== wantedInputText) {
    throw new ExecutionAlreadyExistsError(arn);
  }
  const live = world.running.get(arn);
  return { arn, startMs, ...(live && { execution: live.execution }) };
}

async function stop(
  world: World,
  arn: string,
  why: { readonly error: string | undefined; readonly cause: string | undefined },
): Promise<{ readonly stopMs: number }> {
  const live = isExpress(arn) ? undefined : world.running.get(arn);
  if (live) return { stopMs: (await stopExecution(live.execution, why)).stopMs };
  const record = world.store.read(arn);
  if (!record) throw new ExecutionDoesNotExistError(arn);
  if (record.stopMs === undefined) throw new ExecutionRunsElsewhereError(arn);
  return { stopMs: record.stopMs };
}

/** A running execution as it is now, else what its file says. */
function recordOf(world: World, arn: string): ExecutionRecord | undefined {
  if (isExpress(arn)) return undefined;
  const live = world.running.get(arn);
  if (!live) return world.store.read(arn);
  const { execution, inputText, origin } = live;
  const { name, startMs } = execution;
  return { arn, name, ...origin, startMs, inputText, ...outcomeOf(execution.history().at(-1)) };
}

function listExecutions(world: World, arn: string): readonly ExecutionSummary[] {
  return [...world.store.list(arn)].sort(
    (one, other) => other.startMs - one.startMs || compareText(other.name, one.name),
  );
}

function isExpress(arn: string): boolean {
  return parseStatesArn(arn)?.resourceType === 'express';
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
