import type { JsonObject } from '@pipelines/core';
import type { ExecutionRecord, ExecutionSummary, Registry } from '../executions/registry.ts';
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
    mapRunArn: record.mapRunArn,
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
    ...describedRedrives(record),
    ...redriveStatusOf(record, registry),
  });
}

/** `redriveCount`, and the date of the last redrive if there was one. */
export function describedRedrives({ redrives }: ExecutionSummary): JsonObject {
  const last = redrives.at(-1);
  return present({
    redriveCount: redrives.length,
    redriveDate: last && epochSeconds(last.ms),
  });
}

function redriveStatusOf(record: ExecutionRecord, registry: Registry): JsonObject {
  const redriveStatusReason = registry.reasonNotToRedrive(record);
  if (redriveStatusReason === undefined) return { redriveStatus: 'REDRIVABLE' };
  return { redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason };
}
