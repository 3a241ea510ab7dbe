import { requireBucket, type S3Operation } from '../s3-call.ts';
import { writeXml } from '../write-xml.ts';

/** GetBucketVersioning. Empty for a bucket where it was never switched on. */
export const getBucketVersioning: S3Operation = async (call) => {
  const { versioning } = requireBucket(call);
  return { status: 200, body: writeXml('VersioningConfiguration', [['Status', versioning]]) };
};
