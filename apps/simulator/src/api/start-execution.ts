import type { JsonObject } from '@pipelines/core';
import { InvalidExecutionInputError } from '../executions/registry-errors.ts';
import type { StartRequest } from '../executions/registry.ts';
import { ApiError } from './api-errors.ts';
import { readMachineArn } from './arn-members.ts';
import { isNestedTooDeep } from './json-nesting.ts';
import { epochSeconds, type OperationContext } from './operation.ts';
import { membersOf, type RequestMembers } from './request-members.ts';

/** Size of an input in bytes of UTF-8. */
const INPUT_LIMIT_BYTES = 262_144;

/**
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 *
 * `stateMachineArn` may be that of a version or of an alias, and may end in `#TestCase`, as with
 * Step Functions Local.
 */
export function startExecution(body: JsonObject, { registry }: OperationContext): JsonObject {
  const started = registry.startExecution(readStart(membersOf(body)));
  return { executionArn: started.arn, startDate: epochSeconds(started.startMs) };
}

/** What StartExecution and StartSyncExecution are asked. @throws InvalidArn, ValidationException */
export function readStart(members: RequestMembers): StartRequest {
  const { arn, testCase } = readMachineArn(members);
  const name = members.optionalText('name', { max: 80 });
  const inputText = members.optionalText('input', { max: INPUT_LIMIT_BYTES }) ?? '{}';
  if (Buffer.byteLength(inputText) > INPUT_LIMIT_BYTES) {
    const limit = `must have length less than or equal to ${INPUT_LIMIT_BYTES} bytes`;
    throw new ApiError('ValidationException', `The input ${limit} in UTF-8`);
  }
  if (isNestedTooDeep(inputText)) throw new InvalidExecutionInputError();
  return {
    machineArn: arn,
    inputText,
    ...(name !== undefined && { name }),
    ...(testCase !== undefined && { testCase }),
  };
}
