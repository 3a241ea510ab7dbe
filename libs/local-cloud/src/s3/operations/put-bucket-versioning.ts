import { childText } from '../child-elements.ts';
import { receiveXml } from '../payload/receive-xml.ts';
import { malformed } from '../read-xml.ts';
import { requireBucket, type S3Operation } from '../s3-call.ts';

/** PutBucketVersioning. */
export const putBucketVersioning: S3Operation = async (call) => {
  const { name } = requireBucket(call);
  const configuration = await receiveXml(call, 'VersioningConfiguration');
  const status = childText(configuration, 'Status');
  if (status !== 'Enabled' && status !== 'Suspended') throw malformed();
  call.store.buckets.setVersioning(name, status);
  return { status: 200 };
};
