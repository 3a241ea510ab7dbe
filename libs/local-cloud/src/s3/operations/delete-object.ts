import { assertWriteConditions } from '../object-conditions.ts';
import { headerOf, requireBucket, type S3Operation } from '../s3-call.ts';

/** DeleteObject. To delete what is not there succeeds. */
export const deleteObject: S3Operation = async (call) => {
  const { store, key, query, clock } = call;
  const bucket = requireBucket(call);
  const versionId = query.get('versionId');
  if (headerOf(call, 'if-match') !== undefined) {
    assertWriteConditions(call, store.versions.find(bucket.name, key, versionId));
  }
  const deletion = await store.versions.delete({ bucket, key, versionId, nowMs: clock.now() });
  return {
    status: 204,
    headers: {
      ...(deletion.versionId !== undefined && { 'x-amz-version-id': deletion.versionId }),
      ...(deletion.isDeleteMarker && { 'x-amz-delete-marker': 'true' }),
    },
  };
};
