import type { JsonObject } from '@pipelines/core';
import { StateMachineDoesNotExistError } from '../executions/registry-errors.ts';
import { readMachineArn } from './arn-members.ts';
import { describedMachine } from './machine-members.ts';
import { epochSeconds, present, type OperationContext } from './operation.ts';
import { membersOf } from './request-members.ts';

/**
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachine.html
 *
 * The ARN of a version describes that version. An alias has an operation of its own.
 */
export function describeStateMachine(body: JsonObject, { registry }: OperationContext): JsonObject {
  const { arn } = readMachineArn(membersOf(body));
  const target = registry.resolve(arn);
  if (!target || target.aliasArn !== undefined) throw new StateMachineDoesNotExistError(arn);
  const { machine, version } = target;
  return present({
    ...describedMachine(machine),
    stateMachineArn: arn,
    status: registry.isDeleting(machine.arn) ? 'DELETING' : 'ACTIVE',
    type: machine.type,
    creationDate: epochSeconds(version?.createdMs ?? machine.createdMs),
    description: version?.description,
  });
}
