import type { ObjectStore } from '@pipelines/asl-runtime';
import type { Json } from '@pipelines/core';
import type { S3Endpoint } from '@pipelines/local-cloud';

/**
 * The objects of distributed Maps: those of the local S3, which is opened when the first Map reads
 * or writes one.
 */
export function createMapRunObjects(open: () => Promise<S3Endpoint>): ObjectStore {
  const withSdk = async () => {
    // Loaded here: the SDK takes a while, and most machines have no distributed Map.
    const [sdk, { createLocalS3Client }, endpoint] = await Promise.all([
      import('@aws-sdk/client-s3'),
      import('./local-s3-client.ts'),
      open(),
    ]);
    return { sdk, client: createLocalS3Client(endpoint) };
  };
  return {
    async *read({ bucket, key }) {
      const { sdk, client } = await withSdk();
      try {
        const { Body } = await client.send(new sdk.GetObjectCommand({ Bucket: bucket, Key: key }));
        if (Body) yield* Body as unknown as AsyncIterable<Uint8Array>;
      } finally {
        client.destroy();
      }
    },
    async *list({ bucket, prefix }) {
      const { sdk, client } = await withSdk();
      try {
        const pages = sdk.paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix });
        for await (const { Contents = [] } of pages) {
          for (const { ETag, LastModified, Key, Size, StorageClass } of Contents) {
            yield {
              Etag: ETag ?? '',
              LastModified: Math.trunc((LastModified?.getTime() ?? 0) / 1_000),
              Key: Key ?? '',
              Size: Size ?? 0,
              StorageClass: StorageClass ?? 'STANDARD',
            } satisfies Json;
          }
        }
      } finally {
        client.destroy();
      }
    },
    async write({ bucket, key, body }) {
      const { sdk, client } = await withSdk();
      try {
        await client.send(new sdk.PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
      } finally {
        client.destroy();
      }
    },
  };
}
