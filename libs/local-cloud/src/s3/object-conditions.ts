import { headerOf, type S3Call } from './s3-call.ts';
import { S3Error } from './s3-error.ts';
import type { ObjectVersion } from './store/object-version.ts';

/** Headers of a conditional request; for the source of a copy they have a prefix of their own. */
interface Conditions {
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
  readonly ifModifiedSince: string | undefined;
  readonly ifUnmodifiedSince: string | undefined;
}

/**
 * Check the conditions of a read.
 *
 * If-Match beats If-Unmodified-Since, and If-None-Match beats If-Modified-Since (RFC 9110, 13.2.2).
 *
 * @throws {S3Error} `PreconditionFailed`, or `NotModified`, which has no body
 */
export function assertReadConditions(call: S3Call, version: ObjectVersion): void {
  const conditions = readConditions(call, '');
  assertMatch(conditions, version);
  if (isUnchanged(conditions, version)) {
    throw new S3Error('NotModified', 'Not Modified', {
      headers: {
        etag: `"${version.etag}"`,
        'last-modified': new Date(version.modifiedMs).toUTCString(),
      },
    });
  }
}

/**
 * Check the conditions that a copy sets on its source.
 *
 * @throws {S3Error} `PreconditionFailed`
 */
export function assertSourceConditions(call: S3Call, version: ObjectVersion): void {
  const conditions = readConditions(call, 'x-amz-copy-source-');
  assertMatch(conditions, version);
  if (isUnchanged(conditions, version)) throw preconditionFailed('x-amz-copy-source-If-None-Match');
}

/**
 * Check the conditions of a write against the object that it would replace or delete.
 *
 * Must run in the same tick as the write: nothing else of this process can come between.
 *
 * @throws {S3Error} `PreconditionFailed`; `NoSuchKey` for If-Match without an object;
 * `NotImplemented` for an If-None-Match other than `*`
 */
export function assertWriteConditions(call: S3Call, current: ObjectVersion | undefined): void {
  const existing = current?.isDeleteMarker ? undefined : current;
  const { ifMatch, ifNoneMatch } = readConditions(call, '');
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch.trim() !== '*') {
      throw new S3Error(
        'NotImplemented',
        'A header you provided implies functionality that is not implemented',
        { elements: { Header: 'If-None-Match' } },
      );
    }
    if (existing) throw preconditionFailed('If-None-Match');
  }
  if (ifMatch === undefined) return;
  if (!existing) {
    throw new S3Error('NoSuchKey', 'The specified key does not exist.', {
      elements: { Key: call.key },
    });
  }
  if (!matches(ifMatch, existing)) throw preconditionFailed('If-Match');
}

function readConditions(call: S3Call, prefix: string): Conditions {
  return {
    ifMatch: headerOf(call, `${prefix}if-match`),
    ifNoneMatch: headerOf(call, `${prefix}if-none-match`),
    ifModifiedSince: headerOf(call, `${prefix}if-modified-since`),
    ifUnmodifiedSince: headerOf(call, `${prefix}if-unmodified-since`),
  };
}

function assertMatch({ ifMatch, ifUnmodifiedSince }: Conditions, version: ObjectVersion): void {
  if (ifMatch !== undefined) {
    if (!matches(ifMatch, version)) throw preconditionFailed('If-Match');
    return;
  }
  if (ifUnmodifiedSince !== undefined && isModifiedAfter(version, ifUnmodifiedSince)) {
    throw preconditionFailed('If-Unmodified-Since');
  }
}

function isUnchanged(
  { ifNoneMatch, ifModifiedSince }: Conditions,
  version: ObjectVersion,
): boolean {
  if (ifNoneMatch !== undefined) return matches(ifNoneMatch, version);
  return ifModifiedSince !== undefined && isModifiedAfter(version, ifModifiedSince) === false;
}

/** A list of ETags, with or without quotes and the prefix of a weak one; or `*` for any. */
function matches(header: string, { etag }: ObjectVersion): boolean {
  return header
    .split(',')
    .map((one) => one.trim().replace(/^(?:W\/)?"(.*)"$/, '$1'))
    .some((one) => one === '*' || one === etag);
}

/** HTTP dates have whole seconds. Undefined when the header is no date: it is ignored then. */
function isModifiedAfter({ modifiedMs }: ObjectVersion, httpDate: string): boolean | undefined {
  const sinceMs = Date.parse(httpDate);
  return Number.isNaN(sinceMs) ? undefined : Math.floor(modifiedMs / 1_000) * 1_000 > sinceMs;
}

function preconditionFailed(condition: string): S3Error {
  return new S3Error(
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
    { elements: { Condition: condition } },
  );
}
