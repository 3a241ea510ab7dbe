import { paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import type { FileInfo } from '../file-store.ts';
import { assertPrefix } from '../keys.ts';
import { translateS3Error } from './translate-s3-error.ts';
import { withoutQuotes } from './upload-body.ts';

/**
 * Every object below a prefix, all pages of 1000, in S3's order.
 *
 * @param target - bucket and, where it is checked, its owner
 * @throws the errors of every store, while reading
 */
export async function* listObjects(
  client: S3Client,
  target: { readonly Bucket: string; readonly ExpectedBucketOwner?: string },
  prefix: string,
): AsyncGenerator<FileInfo> {
  assertPrefix(prefix);
  try {
    for await (const page of paginateListObjectsV2({ client }, { ...target, Prefix: prefix })) {
      for (const { Key: key, Size: size, ETag, LastModified } of page.Contents ?? []) {
        // The console marks a folder with an empty object, which is no file.
        if (key === undefined || key.endsWith('/')) continue;
        yield {
          key,
          size: size ?? 0,
          etag: withoutQuotes(ETag),
          lastModifiedMs: LastModified?.getTime() ?? 0,
          metadata: {},
        };
      }
    }
  } catch (error) {
    throw translateS3Error(error, `s3://${target.Bucket}/${prefix}`, prefix);
  }
}
