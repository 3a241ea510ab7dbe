import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { executionArn, parseStatesArn } from '../arns.ts';
import { createMachineRegistry } from '../machines/machine-registry.ts';
import { childRecord } from './child-executions.ts';
import { deletingMachines } from './deleting-machines.ts';
import { createExecutionStore, type NewExecution } from './execution-store.ts';
import { mapRunOf, mapRunsOf } from './map-run-records.ts';
import { createMapRuns } from './map-runs.ts';
import { checkName } from './names.ts';
import {
  ExecutionAlreadyExistsError,
  ExecutionDoesNotExistError,
  ExecutionRunsElsewhereError,
  InvalidExecutionInputError,
  StateMachineDeletingError,
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
import { forgetMocks, reasonNotToRedrive, redriveExecution } from './redrive-execution.ts';
import {
  historyOf,
  isExpress,
  machineOf,
  recordOf,
  type RegistryOptions,
  type RegistryWorld,
} from './registry-world.ts';
import { createRunningExecutions, stopExecution } from './running-executions.ts';

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
  const present = createMachineRegistry(options.root, options.clock);
  const { machines, isDeleting } = deletingMachines(present, running);
  const mapRuns = createMapRuns(options.root, (line) => options.onProblem?.(line));
  const world: RegistryWorld = { ...options, machines, isDeleting, store, running, mapRuns };
  return {
    ...machines,
    isDeleting,
    machineOf: (execution) => machineOf(world, execution),
    mapRuns: (arn) => mapRunsOf(world, arn),
    mapRun: (arn) => mapRunOf(world, arn),
    updateMapRun: (arn, change) => mapRuns.update(arn, change),
    childExecutions: (arn) => newestFirst(mapRuns.children(arn).map(childRecord)),
    startExecution: (request) => startExecution(world, request),
    redriveExecution: (arn, clientToken) => redriveExecution(world, arn, clientToken),
    reasonNotToRedrive: (execution) => reasonNotToRedrive(world, execution),
    stopExecution: (arn, error, cause) => stop(world, arn, { error, cause }),
    execution: (arn) => recordOf(world, arn),
    executions: (arn) => listExecutions(world, arn),
    history: (arn, page) => historyOf(world, arn, page),
    async close() {
      await running.stopAll('The simulator was stopped.');
      // Children of Map Runs end in the turns after their parent.
      await setImmediate();
      mapRuns.flush();
      store.close();
    },
  };
}

function startExecution(world: RegistryWorld, request: StartRequest): StartedExecution {
  const target = world.machines.resolve(request.machineArn);
  if (!target) throw new StateMachineDoesNotExistError(request.machineArn);
  if (world.isDeleting(target.machine.arn)) throw new StateMachineDeletingError(request.machineArn);
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
    ...(request.testCase !== undefined && { testCase: request.testCase }),
  };
  if (!isExpress) takeName(world, { arn, name, ...origin });
  const { inputText } = request;
  const execution = world.engine.start({ machine, executionArn: arn, name, inputText });
  forgetMocks(world, execution);
  world.running.add(execution, { inputText, origin, redrives: [] });
  world.mapRuns.follow(execution);
  return { arn, startMs: execution.startMs, execution };
}

/** @throws {ExecutionAlreadyExistsError} when another process took the name in this moment */
function takeName(world: RegistryWorld, execution: Omit<NewExecution, 'startMs'>): void {
  if (world.store.create({ ...execution, startMs: world.clock.now() })) return;
  world.mocks?.end(execution.arn);
  throw new ExecutionAlreadyExistsError(execution.arn);
}

function sameExecution(
  world: RegistryWorld,
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
  world: RegistryWorld,
  arn: string,
  why: { readonly error: string | undefined; readonly cause: string | undefined },
): Promise<{ readonly stopMs: number }> {
  const live = isExpress(arn) ? undefined : world.running.get(arn);
  const child = live ? undefined : world.mapRuns.child(arn);
  const execution = live?.execution ?? (child && 'running' in child ? child.running : undefined);
  if (execution) return { stopMs: (await stopExecution(execution, why)).stopMs };
  const record = recordOf(world, arn);
  if (!record) throw new ExecutionDoesNotExistError(arn);
  if (record.stopMs === undefined) throw new ExecutionRunsElsewhereError(arn);
  return { stopMs: record.stopMs };
}

function listExecutions(world: RegistryWorld, arn: string): readonly ExecutionSummary[] {
  return newestFirst(world.store.list(arn));
}

function newestFirst(executions: readonly ExecutionSummary[]): readonly ExecutionSummary[] {
  return executions.toSorted(
    (one, other) => other.startMs - one.startMs || compareText(other.name, one.name),
  );
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
