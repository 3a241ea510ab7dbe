import type { JsonObject } from '@pipelines/core';
import { parseStatesArn } from '../arns.ts';
import type { Registry } from '../executions/registry.ts';
import { invalidArn, resourceNotFound } from './api-errors.ts';
import type { OperationContext } from './operation.ts';
import { membersOf, type RequestMembers } from './request-members.ts';
import { readTags, withTags } from './tag-members.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_TagResource.html */
export function tagResource(body: JsonObject, { registry }: OperationContext): JsonObject {
  const members = membersOf(body);
  const tags = readTags(members);
  const arn = readResource(members, registry);
  registry.tags.write(arn, withTags(registry.tags.read(arn), tags));
  return {};
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_UntagResource.html */
export function untagResource(body: JsonObject, { registry }: OperationContext): JsonObject {
  const members = membersOf(body);
  const keys = members.optionalList('tagKeys') ?? [];
  const arn = readResource(members, registry);
  const rest = Object.entries(registry.tags.read(arn)).filter(([key]) => !keys.includes(key));
  registry.tags.write(arn, Object.fromEntries(rest));
  return {};
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListTagsForResource.html */
export function listTagsForResource(body: JsonObject, { registry }: OperationContext): JsonObject {
  const tags = registry.tags.read(readResource(membersOf(body), registry));
  return { tags: Object.entries(tags).map(([key, value]) => ({ key, value })) };
}

/** The ARN of a machine or of an activity that exists. @throws ResourceNotFound, InvalidArn */
function readResource(members: RequestMembers, registry: Registry): string {
  const arn = members.text('resourceArn', { min: 1, max: 256 });
  const type = parseStatesArn(arn)?.resourceType;
  if (type === undefined) throw invalidArn(`Invalid ARN prefix: ${arn}`);
  const isThere = type === 'activity' ? registry.activities.read(arn) : registry.machine(arn);
  if (!isThere) throw resourceNotFound(arn);
  return arn;
}
