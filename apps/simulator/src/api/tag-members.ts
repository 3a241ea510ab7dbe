import { isJsonObject, type Json } from '@pipelines/core';
import type { Tags } from '../machines/tag-store.ts';
import { ApiError, validationError } from './api-errors.ts';
import { shown, type RequestMembers } from './request-members.ts';

const MOST_TAGS = 50;
const LONGEST_KEY = 128;
const LONGEST_VALUE = 256;

/** A tag as the API has it. */
export interface Tag {
  readonly key: string;
  readonly value: string;
}

/**
 * Read `tags`; none when it is absent.
 *
 * @throws {ApiError} ValidationException for a key or value that is too long
 */
export function readTags(members: RequestMembers): readonly Tag[] {
  const tags = members.optionalList('tags') ?? [];
  return tags.map((tag, index) => {
    const { key, value = '' } = isJsonObject(tag) ? tag : {};
    const place = `tags.${index + 1}.member`;
    return {
      key: textOf(key, `${place}.key`, LONGEST_KEY),
      value: textOf(value, `${place}.value`, LONGEST_VALUE),
    };
  });
}

/** Tags with these added, or in the place of those of the same key. @throws TooManyTags */
export function withTags(tags: Tags, added: readonly Tag[]): Tags {
  const all = { ...tags, ...Object.fromEntries(added.map(({ key, value }) => [key, value])) };
  if (Object.keys(all).length > MOST_TAGS) {
    throw new ApiError('TooManyTags', `A resource has at most ${MOST_TAGS} tags`);
  }
  return all;
}

function textOf(value: Json | undefined, place: string, max: number): string {
  if (typeof value !== 'string') throw validationError(place, 'null', 'Member must not be null');
  if (value.length <= max) return value;
  throw validationError(
    place,
    shown(value),
    `Member must have length less than or equal to ${max}`,
  );
}
