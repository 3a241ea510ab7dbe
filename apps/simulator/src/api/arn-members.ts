import { parseStatesArn } from '../arns.ts';
import type { Machine, Registry } from '../executions/registry.ts';
import { StateMachineDoesNotExistError } from '../executions/registry-errors.ts';
import { ApiError, invalidArn } from './api-errors.ts';
import type { RequestMembers } from './request-members.ts';

const LONGEST_ARN = 256;

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

/** The machine that `stateMachineArn` names. @throws StateMachineDoesNotExist */
export function readMachine(members: RequestMembers, registry: Registry): Machine {
  const { arn } = readMachineArn(members);
  const machine = registry.machine(arn);
  if (!machine) throw new StateMachineDoesNotExistError(arn);
  return machine;
}

/** `executionArn` of a STANDARD execution; EXPRESS ones are of another type and not kept. */
export function readExecutionArn(members: RequestMembers): string {
  const arn = members.text('executionArn', { min: 1, max: LONGEST_ARN });
  checkArn(arn, 'execution');
  return arn;
}

/** @throws for an EXPRESS machine, whose executions are not kept */
export function checkStandard(machine: Machine): void {
  if (machine.type === 'STANDARD') return;
  const text = 'This operation is not supported by this type of state machine';
  throw new ApiError('StateMachineTypeNotSupported', text);
}

function checkArn(arn: string, resourceType: 'stateMachine' | 'execution'): void {
  if (!arn.startsWith('arn:')) throw invalidArn(`Invalid ARN prefix: ${arn}`);
  const parsed = parseStatesArn(arn);
  if (!parsed) throw invalidArn(`Invalid ARN: ${arn}`);
  if (parsed.resourceType !== resourceType) {
    throw invalidArn(`Resource type not valid in this context: ${parsed.resourceType}`);
  }
}
