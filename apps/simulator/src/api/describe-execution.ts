import type { JsonObject } from '@pipelines/core';
import type { ExecutionStatus } from '../executions/registry.ts';
import { ExecutionDoesNotExistError } from '../executions/registry-errors.ts';
import { readExecutionArn } from './arn-members.ts';
import { epochSeconds, present, type OperationContext } from './operation.ts';
import { membersOf } from './request-members.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html */
export function describeExecution(body: JsonObject, { registry }: OperationContext): JsonObject {
  const arn = readExecutionArn(membersOf(body));
  const record = registry.execution(arn);
  if (!record) throw new ExecutionDoesNotExistError(arn);
  const { status, stopMs, outputText } = record;
  return present({
    executionArn: arn,
    stateMachineArn: record.machineArn,
    stateMachineVersionArn: record.versionArn,
    stateMachineAliasArn: record.aliasArn,
    name: record.name,
    status,
    startDate: epochSeconds(record.startMs),
    stopDate: stopMs === undefined ? undefined : epochSeconds(stopMs),
    input: record.inputText,
    inputDetails: { included: true },
    output: outputText,
    outputDetails: outputText === undefined ? undefined : { included: true },
    error: record.error,
    cause: record.cause,
    redriveCount: 0,
    ...redriveStatusOf(status),
  });
}

/** Only an execution that ended without success could be redriven. */
function redriveStatusOf(status: ExecutionStatus): JsonObject {
  if (status !== 'RUNNING' && status !== 'SUCCEEDED') return { redriveStatus: 'REDRIVABLE' };
  return {
    redriveStatus: 'NOT_REDRIVABLE',
    redriveStatusReason: `Execution is ${status} and cannot be redriven`,
  };
}
