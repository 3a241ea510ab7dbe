import type { JsonObject } from '@pipelines/core';
import { splitQualifier } from '../machines/resolve-machine.ts';
import { ApiError, invalidArn } from './api-errors.ts';
import { readArn, readMachine } from './arn-members.ts';
import { LONGEST_DESCRIPTION } from './machine-members.ts';
import { epochSeconds, present, type OperationContext } from './operation.ts';
import { nextToken, readPage } from './page-token.ts';
import { membersOf } from './request-members.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_PublishStateMachineVersion.html */
export function publishStateMachineVersion(
  body: JsonObject,
  { registry }: OperationContext,
): JsonObject {
  const members = membersOf(body);
  const description = members.optionalText('description', { max: LONGEST_DESCRIPTION });
  const revisionId = members.optionalText('revisionId', { max: 256 });
  const version = registry.publishVersion(readMachine(members, registry).arn, {
    ...(description !== undefined && { description }),
    ...(revisionId !== undefined && { revisionId }),
  });
  return {
    creationDate: epochSeconds(version.createdMs),
    stateMachineVersionArn: version.arn,
  };
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachineVersions.html */
export function listStateMachineVersions(
  body: JsonObject,
  { registry }: OperationContext,
): JsonObject {
  const members = membersOf(body);
  const scope = `versions of ${members.optionalText('stateMachineArn', { max: 256 })}`;
  const page = readPage(members, scope);
  const versions = registry.versions(readMachine(members, registry).arn).toReversed();
  return present({
    stateMachineVersions: versions.slice(page.from, page.from + page.count).map((version) => ({
      stateMachineVersionArn: version.arn,
      creationDate: epochSeconds(version.createdMs),
    })),
    nextToken: nextToken(page, versions.length, scope),
  });
}

/**
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachineVersion.html
 *
 * Deleting one that is not there is no error.
 */
export function deleteStateMachineVersion(
  body: JsonObject,
  { registry }: OperationContext,
): JsonObject {
  const arn = readArn(membersOf(body), 'stateMachineVersionArn', 'stateMachine');
  const { machineArn, qualifier = '' } = splitQualifier(arn);
  if (!/^\d+$/.test(qualifier)) throw invalidArn(`Invalid ARN: ${arn}`);
  const users = registry.aliases
    .list(machineArn)
    .filter(({ routes }) => routes.some(({ versionArn }) => versionArn === arn))
    .map(({ name }) => name);
  if (users.length > 0) {
    throw new ApiError(
      'ConflictException',
      `Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [${users.join(', ')}]`,
    );
  }
  registry.deleteVersion(machineArn, Number(qualifier));
  return {};
}
