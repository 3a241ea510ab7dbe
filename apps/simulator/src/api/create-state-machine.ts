import { isJsonObject, type Json, type JsonObject } from '@pipelines/core';
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
  if (members.optionalText('versionDescription', { max: 256 }) !== undefined) {
    const text = 'Version description can only be set when publish is true';
    throw new ApiError('ValidationException', text);
  }
  const loggingConfiguration = readLogging(members.optionalObject('loggingConfiguration'));
  const tracingConfiguration = members.optionalObject('tracingConfiguration');
  const machine = registry.createMachine({
    accountId,
    name: members.text('name', { max: 80 }),
    definitionText: members.text('definition', { min: 1, max: 1_048_576 }),
    roleArn: members.text('roleArn', { min: 1, max: 256 }),
    type: members.optionalOneOf('type', ['STANDARD', 'EXPRESS']) ?? 'STANDARD',
    ...(loggingConfiguration && { loggingConfiguration }),
    ...(tracingConfiguration !== undefined && { tracingConfiguration }),
  });
  return { stateMachineArn: machine.arn, creationDate: epochSeconds(machine.createdMs) };
}

/** With the defaults of AWS. Nothing is logged: the simulator has no CloudWatch Logs. */
function readLogging(configuration: Json | undefined): JsonObject | undefined {
  if (!isJsonObject(configuration)) return undefined;
  const logging = { level: 'OFF', includeExecutionData: false, ...configuration };
  const { destinations } = configuration;
  const destinationCount = Array.isArray(destinations) ? destinations.length : 0;
  if (destinationCount > 1 || (logging.level !== 'OFF' && destinationCount === 0)) {
    const text = 'Invalid Logging Configuration: Must specify exactly one Log Destination.';
    throw new ApiError('InvalidLoggingConfiguration', text);
  }
  return logging;
}
