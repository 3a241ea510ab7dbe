import type { MachineRegistry } from '../machines/machine-registry.ts';
import type { Machine } from '../machines/machine.ts';
import { parseStatesArn } from '../arns.ts';
import { StateMachineDeletingError } from './registry-errors.ts';
import type { RunningExecutions } from './running-executions.ts';

/** Machines that were deleted while executions of this process ran them. */
export interface DeletingMachines {
  /** The operations on machines, with what is refused of a machine that is being deleted. */
  readonly machines: MachineRegistry;
  readonly isDeleting: (machineArn: string) => boolean;
}

/**
 * Delete machines as AWS does: one whose executions run is DELETING until they have ended, and they
 * are aborted when they would enter another state.
 *
 * The files of the machine go at once, so that a process that ends meanwhile leaves no half of it.
 *
 * Source: API reference, DeleteStateMachine
 */
export function deletingMachines(
  present: MachineRegistry,
  running: RunningExecutions,
): DeletingMachines {
  const deleting = new Map<string, Machine>();
  const refuse = (arn: string): void => {
    if (deleting.has(arn)) throw new StateMachineDeletingError(arn);
  };
  const machines: MachineRegistry = {
    ...present,
    machine: (arn) => present.machine(arn) ?? deleting.get(arn),
    machines(accountId) {
      const gone = [...deleting.values()].filter((one) => accountOf(one.arn) === accountId);
      return [...present.machines(accountId), ...gone];
    },
    resolve(arn) {
      const machine = deleting.get(arn);
      return machine ? { machine } : present.resolve(arn);
    },
    createMachine(request) {
      for (const { arn, name } of deleting.values()) {
        if (name === request.name && accountOf(arn) === request.accountId) refuse(arn);
      }
      return present.createMachine(request);
    },
    updateMachine(arn, changes) {
      refuse(arn);
      return present.updateMachine(arn, changes);
    },
    publishVersion(arn, options) {
      refuse(arn);
      return present.publishVersion(arn, options);
    },
    deleteMachine(arn) {
      const machine = present.machine(arn);
      present.deleteMachine(arn);
      const executions = running.ofMachine(arn);
      if (!machine || executions.length === 0) return;
      deleting.set(arn, machine);
      for (const execution of executions) execution.stopAtNextState();
      const ends = executions.map(({ done }) => done);
      void Promise.all(ends).then(() => deleting.delete(arn));
    },
  };
  return { machines, isDeleting: (arn) => deleting.has(arn) };
}

function accountOf(arn: string): string | undefined {
  return parseStatesArn(arn)?.accountId;
}
