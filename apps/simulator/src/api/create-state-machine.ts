import type { JsonObject } from '@pipelines/core';
import { LONGEST_ROLE_ARN, readDefinition, readPublish, readSettings } from './machine-members.ts';
import { epochSeconds, present, type OperationContext } from './operation.ts';
import { membersOf } from './request-members.ts';
import { readTags, withTags } from './tag-members.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html */
export function createStateMachine(
  body: JsonObject,
  { registry, accountId }: OperationContext,
): JsonObject {
  const members = membersOf(body);
  const { isPublishing, description } = readPublish(members);
  const tags = withTags({}, readTags(members));
  const machine = registry.createMachine({
    accountId,
    name: members.text('name', { max: 80 }),
    definitionText: readDefinition(members),
    roleArn: members.text('roleArn', { min: 1, max: LONGEST_ROLE_ARN }),
    type: members.optionalOneOf('type', ['STANDARD', 'EXPRESS']) ?? 'STANDARD',
    ...readSettings(members),
  });
  if (Object.keys(tags).length > 0) registry.tags.write(machine.arn, tags);
  const version = isPublishing
    ? registry.publishVersion(machine.arn, { ...(description !== undefined && { description }) })
    : undefined;
  return present({
    stateMachineArn: machine.arn,
    creationDate: epochSeconds(machine.createdMs),
    stateMachineVersionArn: version?.arn,
  });
}
