import type { JsonObject } from '@pipelines/core';
import { ApiError } from './api-errors.ts';
import { epochSeconds, type OperationContext } from './operation.ts';
import { membersOf } from './request-members.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html */
export function createStateMachine(
  body: JsonObject,
  { registry, accountId }: OperationContext,
): JsonObject {
  const members = membersOf(body);
  if (members.optionalFlag('publish')) {
    throw new ApiError('ValidationException', 'The simulator has no versions: leave publish out');
  }
  const loggingConfiguration = members.optionalObject('loggingConfiguration');
  const tracingConfiguration = members.optionalObject('tracingConfiguration');
  const machine = registry.createMachine({
    accountId,
    name: members.text('name', { max: 80 }),
    definitionText: members.text('definition', { min: 1, max: 1_048_576 }),
    roleArn: members.text('roleArn', { min: 1, max: 256 }),
    type: members.optionalOneOf('type', ['STANDARD', 'EXPRESS']) ?? 'STANDARD',
    ...(loggingConfiguration !== undefined && { loggingConfiguration }),
    ...(tracingConfiguration !== undefined && { tracingConfiguration }),
  });
  return { stateMachineArn: machine.arn, creationDate: epochSeconds(machine.createdMs) };
}
