import { parseByteRange } from '../byte-range.ts';
import { findObject } from '../find-object.ts';
import { assertReadConditions } from '../object-conditions.ts';
import { objectHeaders } from '../object-headers.ts';
import {
  headerOf,
  requireBucket,
  type S3Answer,
  type S3Call,
  type S3Operation,
} from '../s3-call.ts';
import { S3Error } from '../s3-error.ts';
import type { ByteRange } from '../store/body-files.ts';
import type { ObjectVersion } from '../store/object-version.ts';

/** GetObject: all of it, a range, or one of the parts it came in. */
export const getObject: S3Operation = async (call) => {
  const { version, range, answer } = describe(call);
  return { ...answer, body: call.store.files.read(version.body, range) };
};

/** HeadObject: the headers of GetObject. */
export const headObject: S3Operation = async (call) => describe(call).answer;

function describe(call: S3Call): {
  readonly version: ObjectVersion;
  readonly range: ByteRange | undefined;
  readonly answer: S3Answer;
} {
  const bucket = requireBucket(call);
  const versionId = call.query.get('versionId');
  const version = findObject(call, { bucket, key: call.key, versionId });
  assertReadConditions(call, version);
  const { sizeBytes } = version;
  const part = partOf(call, version);
  const range = part?.range ?? parseByteRange(headerOf(call, 'range'), sizeBytes);
  const headers = objectHeaders(call, { bucket, version, isWhole: range === undefined });
  if (part) headers['x-amz-mp-parts-count'] = String(version.body.length);
  if (!range) {
    headers['content-length'] = String(sizeBytes);
    return { version, range, answer: { status: 200, headers } };
  }
  headers['content-length'] = String(range.last - range.first + 1);
  headers['content-range'] = `bytes ${range.first}-${range.last}/${sizeBytes}`;
  return { version, range, answer: { status: 206, headers } };
}

/** Where the part lies that the query `partNumber` asks for; undefined without it. */
function partOf(
  { query }: S3Call,
  { body, sizeBytes }: ObjectVersion,
): { range: ByteRange } | undefined {
  const text = query.get('partNumber');
  if (text === undefined) return undefined;
  const number = Number(text);
  const piece = Number.isInteger(number) ? body[number - 1] : undefined;
  if (!piece || sizeBytes === 0) {
    throw new S3Error('InvalidRange', 'The requested partnumber is not satisfiable', {
      elements: { PartNumberRequested: text, ActualPartCount: String(body.length) },
    });
  }
  const first = body.slice(0, number - 1).reduce((sum, before) => sum + before.sizeBytes, 0);
  return { range: { first, last: first + piece.sizeBytes - 1 } };
}
