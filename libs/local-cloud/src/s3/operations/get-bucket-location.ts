import { requireBucket, type S3Operation } from '../s3-call.ts';
import { writeXml } from '../write-xml.ts';

/** GetBucketLocation. That of us-east-1 is empty, as it has always been. */
export const getBucketLocation: S3Operation = async (call) => {
  const { region } = requireBucket(call);
  const text = region === 'us-east-1' ? '' : region;
  return { status: 200, body: writeXml('LocationConstraint', text) };
};
