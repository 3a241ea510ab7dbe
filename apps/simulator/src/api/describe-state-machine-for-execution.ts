import type { JsonObject } from '@pipelines/core';
import { ExecutionDoesNotExistError } from '../executions/registry-errors.ts';
import { readExecutionArn } from './arn-members.ts';
import { describedMachine } from './machine-members.ts';
import { epochSeconds, type OperationContext } from './operation.ts';
import { membersOf } from './request-members.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachineForExecution.html */
export function describeStateMachineForExecution(
  body: JsonObject,
  { registry }: OperationContext,
): JsonObject {
  const arn = readExecutionArn(membersOf(body));
  const record = registry.execution(arn);
  const machine = record && registry.machineOf(record);
  if (!machine) throw new ExecutionDoesNotExistError(arn);
  return {
    ...describedMachine(machine),
    stateMachineArn: machine.arn,
    updateDate: epochSeconds(machine.updatedMs ?? machine.createdMs),
  };
}
