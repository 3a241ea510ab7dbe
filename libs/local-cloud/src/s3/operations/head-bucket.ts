import { requireBucket, type S3Operation } from '../s3-call.ts';

/** HeadBucket. */
export const headBucket: S3Operation = async (call) => ({
  status: 200,
  headers: { 'x-amz-bucket-region': requireBucket(call).region },
});
