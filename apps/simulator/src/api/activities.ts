import type { JsonObject } from '@pipelines/core';
import type { Registry } from '../executions/registry.ts';
import { checkName } from '../executions/names.ts';
import type { Activity } from '../machines/activity-store.ts';
import { ApiError } from './api-errors.ts';
import { readArn } from './arn-members.ts';
import { epochSeconds, present, type OperationContext } from './operation.ts';
import { nextToken, readPage } from './page-token.ts';
import { membersOf, type RequestMembers } from './request-members.ts';
import { readTags, withTags } from './tag-members.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateActivity.html */
export function createActivity(
  body: JsonObject,
  { registry, accountId }: OperationContext,
): JsonObject {
  const members = membersOf(body);
  const name = members.text('name', { min: 1, max: 80 });
  checkName(name);
  const tags = withTags({}, readTags(members));
  const activity = registry.activities.create(accountId, name, Date.now());
  if (Object.keys(tags).length > 0) registry.tags.write(activity.arn, tags);
  return { activityArn: activity.arn, creationDate: epochSeconds(activity.createdMs) };
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeActivity.html */
export function describeActivity(body: JsonObject, { registry }: OperationContext): JsonObject {
  const { arn, name, createdMs } = readActivity(membersOf(body), registry);
  return {
    activityArn: arn,
    name,
    creationDate: epochSeconds(createdMs),
    encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
  };
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListActivities.html */
export function listActivities(
  body: JsonObject,
  { registry, accountId }: OperationContext,
): JsonObject {
  const scope = `activities of ${accountId}`;
  const page = readPage(membersOf(body), scope);
  const activities = registry.activities.list(accountId);
  return present({
    activities: activities
      .slice(page.from, page.from + page.count)
      .map(({ arn, name, createdMs }) => ({
        activityArn: arn,
        name,
        creationDate: epochSeconds(createdMs),
      })),
    nextToken: nextToken(page, activities.length, scope),
  });
}

/**
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteActivity.html
 *
 * Deleting one that is not there is no error.
 */
export function deleteActivity(body: JsonObject, { registry }: OperationContext): JsonObject {
  const arn = readArn(membersOf(body), 'activityArn', 'activity');
  if (registry.activities.read(arn)) {
    registry.activities.remove(arn);
    registry.tags.write(arn, {});
  }
  return {};
}

/** The activity that `activityArn` names. @throws ActivityDoesNotExist */
export function readActivity(members: RequestMembers, registry: Registry): Activity {
  const arn = readArn(members, 'activityArn', 'activity');
  const activity = registry.activities.read(arn);
  if (activity) return activity;
  throw new ApiError('ActivityDoesNotExist', `Activity Does Not Exist: '${arn}'`);
}
