import { requireBucket, type S3Operation } from '../s3-call.ts';
import { S3Error } from '../s3-error.ts';

/** DeleteBucket. Its unfinished uploads go with it. */
export const deleteBucket: S3Operation = async (call) => {
  const { store } = call;
  const { name } = requireBucket(call);
  const assertEmpty = (): void => {
    if (store.versions.isEmpty(name)) return;
    throw new S3Error('BucketNotEmpty', 'The bucket you tried to delete is not empty', {
      elements: { BucketName: name },
    });
  };
  assertEmpty();
  for (const { id } of [...store.uploads.list(name, '')]) await store.uploads.abort(id);
  // Something may have come while the parts of the uploads were removed.
  assertEmpty();
  store.buckets.delete(name);
  return { status: 204 };
};
