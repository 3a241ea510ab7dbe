import type { JsonObject } from '@pipelines/core';
import type { MachineChanges } from '../machines/machine.ts';
import { ApiError } from './api-errors.ts';
import { readMachine } from './arn-members.ts';
import { LONGEST_ROLE_ARN, readDefinition, readPublish, readSettings } from './machine-members.ts';
import { epochSeconds, present, type OperationContext } from './operation.ts';
import { membersOf } from './request-members.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachine.html */
export function updateStateMachine(body: JsonObject, { registry }: OperationContext): JsonObject {
  const members = membersOf(body);
  const { isPublishing, description } = readPublish(members);
  const definitionText = body['definition'] == null ? undefined : readDefinition(members);
  const roleArn = members.optionalText('roleArn', { min: 1, max: LONGEST_ROLE_ARN });
  const changes: MachineChanges = {
    ...(definitionText !== undefined && { definitionText }),
    ...(roleArn !== undefined && { roleArn }),
    ...readSettings(members),
  };
  const { arn } = readMachine(members, registry);
  if (Object.keys(changes).length === 0) {
    throw new ApiError(
      'MissingRequiredParameter',
      'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified',
    );
  }
  const machine = registry.updateMachine(arn, changes);
  const version = isPublishing
    ? registry.publishVersion(arn, { ...(description !== undefined && { description }) })
    : undefined;
  return present({
    updateDate: epochSeconds(machine.updatedMs ?? machine.createdMs),
    revisionId: machine.revisionId,
    stateMachineVersionArn: version?.arn,
  });
}
