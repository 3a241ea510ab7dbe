import type { Execution } from '@pipelines/asl-runtime';
import { isJsonObject, PipelineError, type Json } from '@pipelines/core';
import type { MachineSpec } from '@pipelines/workflows';
import { DEFAULT_ACCOUNT, machineArn } from '../arns.ts';
import type { Cloud } from '../cloud.ts';
import { singleStateDefinition } from './single-state-definition.ts';

/** The registry does not hold what this repository deploys into it: a fault of the simulator. */
export class MachineNotDeployedError extends PipelineError {
  static {
    MachineNotDeployedError.prototype.name = 'MachineNotDeployedError';
  }
}

/**
 * Start an execution of one working state, as a machine of its own: `etl-pipeline-ExecuteTask01`.
 *
 * The machine stays registered, so that the execution can be looked at later; starting it again
 * registers the same definition once more, which changes nothing.
 *
 * @param state - one of the machine's working states
 */
export function startSingleState(
  cloud: Cloud,
  machine: MachineSpec,
  request: { readonly state: string; readonly input: Json },
): Execution {
  const whole = cloud.registry.machine(machineArn(machine.name));
  const definition = whole && (JSON.parse(whole.definitionText) as Json);
  if (!whole || !isJsonObject(definition)) {
    throw new MachineNotDeployedError(`Machine "${machine.name}" is not in the registry`);
  }
  const single = cloud.registry.deployMachine({
    accountId: DEFAULT_ACCOUNT,
    name: `${machine.name}-${request.state}`,
    definitionText: JSON.stringify(
      singleStateDefinition(definition, request.state, machine.workingStates),
    ),
    roleArn: whole.roleArn,
    type: machine.type,
  });
  const { execution } = cloud.registry.startExecution({
    machineArn: single.arn,
    inputText: JSON.stringify(request.input),
  });
  if (!execution) throw new MachineNotDeployedError(`Machine "${single.name}" did not start`);
  return execution;
}
