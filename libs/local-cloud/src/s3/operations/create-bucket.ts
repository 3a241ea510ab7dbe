import { childText } from '../child-elements.ts';
import { receiveXml } from '../payload/receive-xml.ts';
import type { S3Operation } from '../s3-call.ts';
import { S3Error } from '../s3-error.ts';

/** The region that a bucket without a LocationConstraint lies in. */
const DEFAULT_REGION = 'us-east-1';

/**
 * CreateBucket. Of a bucket that exists it says so, except in us-east-1, where it succeeds: as on
 * AWS, where the owner of both is the same, too.
 */
export const createBucket: S3Operation = async (call) => {
  const { bucketName: name, store, clock } = call;
  if (!isBucketName(name)) {
    throw new S3Error('InvalidBucketName', 'The specified bucket is not valid.', {
      elements: { BucketName: name },
    });
  }
  const configuration = await receiveXml(call, 'CreateBucketConfiguration');
  const region = childText(configuration, 'LocationConstraint') || DEFAULT_REGION;
  const existing = store.buckets.find(name);
  if (existing && existing.region !== DEFAULT_REGION) {
    throw new S3Error(
      'BucketAlreadyOwnedByYou',
      'Your previous request to create the named bucket succeeded and you already own it.',
      { elements: { BucketName: name } },
    );
  }
  if (!existing) {
    store.buckets.create({ name, region, createdMs: clock.now(), versioning: undefined });
  }
  return { status: 200, headers: { location: `/${name}` } };
};

/** Source: Amazon S3 User Guide, "General purpose bucket naming rules". */
function isBucketName(name: string): boolean {
  return (
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !name.includes('..') &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name) &&
    !/^(?:xn--|sthree-|amzn-s3-demo-)|(?:-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(name)
  );
}
