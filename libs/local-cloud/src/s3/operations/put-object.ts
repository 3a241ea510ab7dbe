import { readObjectAttributes } from '../object-attributes.ts';
import { assertWriteConditions } from '../object-conditions.ts';
import { writtenHeaders } from '../object-headers.ts';
import { receiveBody } from '../payload/receive-body.ts';
import { requireBucket, type S3Operation } from '../s3-call.ts';
import { storeObject } from '../store-object.ts';

/** PutObject. Conditions are checked before the body is read, and again when it is all there. */
export const putObject: S3Operation = async (call) => {
  const attributes = readObjectAttributes(call);
  assertWriteConditions(call, call.store.versions.find(requireBucket(call).name, call.key));
  const body = await receiveBody(call);
  const { bucket, version } = await storeObject(call, body, attributes);
  return { status: 200, headers: writtenHeaders(bucket, version) };
};
