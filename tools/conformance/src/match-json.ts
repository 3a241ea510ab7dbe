import { isJsonObject, type Json } from '@pipelines/core';

/** `«name»` in an expected string stands for any text; a string of only that for any value. One may be inside another. */
const WILDCARD = /«(?:[^«»]|«[^«»]*»)*»/;
const ONLY_WILDCARD = /^«(?:[^«»]|«[^«»]*»)*»$/;

/** Facts of a service's response that no engine can know. */
const IGNORED: ReadonlySet<string> = new Set([
  'SdkHttpMetadata',
  'SdkResponseMetadata',
  'ExecutedVersion',
  'ResponseMetadata',
]);

/**
 * Is `actual` what was recorded? The rules are those of the corpus' `compare.py`.
 *
 * Wildcards match; an expected object or array may be JSON text in `actual`; objects need the same
 * keys, except ignored metadata; numbers compare by value.
 */
export function matchJson(expected: Json, actual: Json | undefined): boolean {
  if (typeof expected === 'string') {
    if (ONLY_WILDCARD.test(expected)) return true;
    return typeof actual === 'string' && matchText(expected, actual);
  }
  if (expected !== null && typeof expected === 'object') {
    return matchTree(expected, typeof actual === 'string' ? parsed(actual) : actual);
  }
  if (typeof expected === 'number' && typeof actual === 'number') {
    return Math.abs(expected - actual) <= 1e-9 * Math.max(Math.abs(expected), Math.abs(actual));
  }
  return expected === actual;
}

/** Text with wildcards: each stands for any text, also an empty one. */
export function matchText(expected: string, actual: string): boolean {
  if (!WILDCARD.test(expected)) return expected === actual;
  const pieces = expected
    .split(WILDCARD)
    .map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pieces.join('.*?')}$`, 's').test(actual);
}

function matchTree(
  expected: readonly Json[] | { readonly [key: string]: Json },
  actual: Json | undefined,
): boolean {
  if (isJsonObject(expected)) {
    if (!isJsonObject(actual)) return false;
    const wanted = Object.keys(expected).filter((key) => !IGNORED.has(key));
    const found = Object.keys(actual).filter((key) => !IGNORED.has(key));
    if (wanted.length !== found.length) return false;
    if (wanted.some((key) => WILDCARD.test(key))) return true;
    return wanted.every(
      (key) => Object.hasOwn(actual, key) && matchJson(expected[key] ?? null, actual[key]),
    );
  }
  if (!isArray(expected) || !isArray(actual)) return false;
  return (
    expected.length === actual.length && expected.every((item, i) => matchJson(item, actual[i]))
  );
}

/** `Array.isArray` would make the items `any`. */
function isArray(value: unknown): value is readonly Json[] {
  return Array.isArray(value);
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
