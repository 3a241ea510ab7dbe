import type { Execution } from '@pipelines/asl-runtime';
import type { Machine } from '../machines/machine.ts';
import { reasonByFacts, sameRedrive, type Redrive } from './redrives.ts';
import { ExecutionDoesNotExistError, ExecutionNotRedrivableError } from './registry-errors.ts';
import type { ExecutionRecord } from './registry.ts';
import { machineOf, recordOf, type RegistryWorld } from './registry-world.ts';

const IS_CHILD = 'Execution is a child of a Map Run and is redriven with its parent execution';
const DELETING = 'State machine is in DELETING status';

/** All events: a history has at most 25 000. */
const WHOLE = { from: 0, count: Infinity, isReversed: false };

/**
 * Let an execution that ended without success go on.
 *
 * Its file is taken by this process, which need not be the one that ran it before.
 *
 * @param clientToken - a request that comes again with its token within 15 minutes does nothing
 * @throws ExecutionDoesNotExist, ExecutionNotRedrivable
 */
export function redriveExecution(
  world: RegistryWorld,
  arn: string,
  clientToken: string | undefined,
): { readonly redriveMs: number; readonly execution?: Execution } {
  const record = recordOf(world, arn);
  if (!record) throw new ExecutionDoesNotExistError(arn);
  const nowMs = world.clock.now();
  const same = sameRedrive(record.redrives, clientToken, nowMs);
  if (same) return { redriveMs: same.ms };
  if (record.mapRunArn !== undefined) throw new ExecutionNotRedrivableError(IS_CHILD);
  const reason = reasonNotToRedrive(world, record);
  const machine = machineOf(world, record);
  if (reason !== undefined || !machine) throw new ExecutionNotRedrivableError(reason ?? DELETING);
  const redrive: Redrive = {
    eventId: record.eventCount + 1,
    ms: nowMs,
    ...(clientToken !== undefined && { clientToken }),
  };
  return { redriveMs: nowMs, execution: begin(world, { record, machine, redrive }) };
}

/** Why an execution cannot be redriven now, in the words of AWS; `undefined` when it can. */
export function reasonNotToRedrive(
  world: RegistryWorld,
  record: ExecutionRecord,
): string | undefined {
  const [machineArn = ''] = record.machineArn.split('/');
  const isGone = !world.machines.machine(machineArn) || world.isDeleting(machineArn);
  if (isGone) return DELETING;
  return reasonByFacts(record, world.clock.now());
}

function begin(
  world: RegistryWorld,
  { record, machine, redrive }: { record: ExecutionRecord; machine: Machine; redrive: Redrive },
): Execution {
  const { arn, name, inputText } = record;
  const redrives = [...record.redrives, redrive];
  if (!world.store.take(arn, redrives)) {
    throw new ExecutionNotRedrivableError('Execution is RUNNING and cannot be redriven');
  }
  if (record.testCase !== undefined) world.mocks?.resume(arn, machine.name, record.testCase);
  const history = world.store.readHistory(arn, WHOLE)?.events ?? [];
  const priorMapRun = (mapRunArn: string) => world.mapRuns.prior(mapRunArn);
  const options = { machine, executionArn: arn, name, inputText, history, priorMapRun };
  const execution = world.engine.redrive(options);
  forgetMocks(world, execution);
  world.running.add(execution, { inputText, origin: record, redrives });
  world.mapRuns.follow(execution);
  return execution;
}

/** The mocks of an execution are needed until it has succeeded, or while it may be redriven. */
export function forgetMocks({ mocks }: RegistryWorld, { arn, done }: Execution): void {
  void done.then(({ status }) => {
    if (status === 'SUCCEEDED') mocks?.end(arn);
  });
}
