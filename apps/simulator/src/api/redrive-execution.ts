import type { JsonObject } from '@pipelines/core';
import { readExecutionArn } from './arn-members.ts';
import { epochSeconds, type OperationContext } from './operation.ts';
import { membersOf } from './request-members.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_RedriveExecution.html */
export function redriveExecution(body: JsonObject, { registry }: OperationContext): JsonObject {
  const members = membersOf(body);
  const arn = readExecutionArn(members);
  const clientToken = members.optionalText('clientToken', { min: 1, max: 64 });
  const { redriveMs } = registry.redriveExecution(arn, clientToken);
  return { redriveDate: epochSeconds(redriveMs) };
}
