import type { JsonObject } from '@pipelines/core';
import { readMachineArn } from './arn-members.ts';
import type { OperationContext } from './operation.ts';
import { membersOf } from './request-members.ts';

/**
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachine.html
 *
 * Deleting one that is not there is no error. While executions run it is DELETING.
 */
export function deleteStateMachine(body: JsonObject, { registry }: OperationContext): JsonObject {
  const { arn } = readMachineArn(membersOf(body));
  if (registry.machine(arn)) registry.deleteMachine(arn);
  return {};
}
