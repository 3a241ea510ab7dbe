import type { S3Operation } from '../s3-call.ts';
import { writeXml } from '../write-xml.ts';

/** ListBuckets, all in one page. */
export const listBuckets: S3Operation = async ({ store, accountId }) => ({
  status: 200,
  body: writeXml('ListAllMyBucketsResult', [
    ['Owner', [['ID', accountId]]],
    [
      'Buckets',
      store.buckets.list().map(({ name, createdMs, region }) => [
        'Bucket',
        [
          ['Name', name],
          ['CreationDate', new Date(createdMs).toISOString()],
          ['BucketRegion', region],
        ],
      ]),
    ],
  ]),
});
