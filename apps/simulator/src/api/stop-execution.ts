import type { JsonObject } from '@pipelines/core';
import { readExecutionArn } from './arn-members.ts';
import { epochSeconds, type OperationContext } from './operation.ts';
import { membersOf } from './request-members.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html */
export async function stopExecution(
  body: JsonObject,
  { registry }: OperationContext,
): Promise<JsonObject> {
  const members = membersOf(body);
  const arn = readExecutionArn(members);
  const error = members.optionalText('error', { max: 256 });
  const cause = members.optionalText('cause', { max: 32_768 });
  const { stopMs } = await registry.stopExecution(arn, error, cause);
  return { stopDate: epochSeconds(stopMs) };
}
