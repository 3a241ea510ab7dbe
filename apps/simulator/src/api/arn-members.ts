import { parseStatesArn } from '../arns.ts';
import type { Registry } from '../executions/registry.ts';
import type { Machine } from '../machines/machine.ts';
import { StateMachineDoesNotExistError } from '../executions/registry-errors.ts';
import { ApiError, invalidArn } from './api-errors.ts';
import type { RequestMembers } from './request-members.ts';

const LONGEST_ARN = 256;

type ResourceType = 'stateMachine' | 'execution' | 'activity' | 'mapRun';

/** `stateMachineArn`, with the test case that may follow after `#` (Step Functions Local). */
export function readMachineArn(members: RequestMembers): {
  readonly arn: string;
  readonly testCase?: string;
} {
  const text = members.text('stateMachineArn', { min: 1, max: LONGEST_ARN });
  const [arn = '', testCase] = text.split('#', 2);
  checkArn(arn, 'stateMachine');
  return { arn, ...(testCase !== undefined && { testCase }) };
}

/** The machine that `stateMachineArn` names, without a qualifier. @throws StateMachineDoesNotExist */
export function readMachine(members: RequestMembers, registry: Registry): Machine {
  const { arn } = readMachineArn(members);
  const machine = registry.machine(arn);
  if (!machine) throw new StateMachineDoesNotExistError(arn);
  return machine;
}

/**
 * The machine that `stateMachineArn` names, and the version or alias of it.
 *
 * @throws StateMachineDoesNotExist
 */
export function readQualifiedMachine(
  members: RequestMembers,
  registry: Registry,
): { readonly machine: Machine; readonly versionArn?: string; readonly aliasArn?: string } {
  const { arn } = readMachineArn(members);
  const target = registry.resolve(arn);
  if (!target) throw new StateMachineDoesNotExistError(arn);
  const { machine, version, aliasArn } = target;
  if (aliasArn !== undefined) return { machine, aliasArn };
  return { machine, ...(version && { versionArn: version.arn }) };
}

/** An ARN of a kind under any name of a member. @throws InvalidArn */
export function readArn(members: RequestMembers, name: string, resourceType: ResourceType): string {
  const arn = members.text(name, { min: 1, max: LONGEST_ARN });
  checkArn(arn, resourceType);
  return arn;
}

/** `executionArn` of a STANDARD execution; EXPRESS ones are of another type and not kept. */
export function readExecutionArn(members: RequestMembers): string {
  return readArn(members, 'executionArn', 'execution');
}

/** @throws for an EXPRESS machine, whose executions are not kept */
export function checkStandard(machine: Machine): void {
  if (machine.type === 'STANDARD') return;
  const text = 'This operation is not supported by this type of state machine';
  throw new ApiError('StateMachineTypeNotSupported', text);
}

function checkArn(arn: string, resourceType: ResourceType): void {
  if (!arn.startsWith('arn:')) throw invalidArn(`Invalid ARN prefix: ${arn}`);
  const parsed = parseStatesArn(arn);
  if (!parsed) throw invalidArn(`Invalid ARN: ${arn}`);
  if (parsed.resourceType !== resourceType) {
    throw invalidArn(`Resource type not valid in this context: ${parsed.resourceType}`);
  }
}
