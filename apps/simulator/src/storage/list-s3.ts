import { ListBucketsCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { formatTime } from '../report/format-time.ts';
import { askS3, S3NotFoundError, type S3Target } from './s3-target.ts';

/** An entry of a listing: a bucket, an object, or a common prefix, which has neither size nor time. */
export interface S3Entry {
  /** As it is printed: without the prefix's folders, unless the listing is recursive. */
  readonly name: string;
  readonly size?: number;
  readonly modifiedMs?: number;
}

/** Every bucket, by name. */
export async function listBuckets(client: S3Client): Promise<readonly S3Entry[]> {
  const { Buckets = [] } = await client.send(new ListBucketsCommand({}));
  return Buckets.map(({ Name = '', CreationDate }) => ({
    name: Name,
    modifiedMs: CreationDate?.getTime() ?? 0,
  }));
}

/**
 * What lies below a prefix, a page at a time: with `isRecursive` every object with its whole key.
 *
 * @throws {S3NotFoundError} for a bucket that is not there, and at the end of an empty listing of a
 *   prefix, as the AWS CLI has it
 */
export async function* listObjects(
  client: S3Client,
  target: S3Target,
  { isRecursive }: { readonly isRecursive: boolean },
): AsyncGenerator<readonly S3Entry[]> {
  const { bucket, key: prefix } = target;
  const pages = paginateListObjectsV2(
    { client },
    { Bucket: bucket, Prefix: prefix, ...(!isRecursive && { Delimiter: '/' }) },
  );
  let count = 0;
  for (;;) {
    const { value: page, done } = await askS3(target, () => pages.next());
    if (done || page === undefined) break;
    const prefixes = (page.CommonPrefixes ?? []).map(({ Prefix = '' }) => ({
      name: lastPart(Prefix),
    }));
    const objects = (page.Contents ?? []).map(({ Key = '', Size = 0, LastModified }) => ({
      name: isRecursive ? Key : lastPart(Key),
      size: Size,
      modifiedMs: LastModified?.getTime() ?? 0,
    }));
    count += prefixes.length + objects.length;
    yield [...prefixes, ...objects];
  }
  if (count === 0 && prefix !== '')
    throw new S3NotFoundError(`Nothing below s3://${bucket}/${prefix}`);
}

/** `2026-11-23 09:00:00        120 a.csv`, the columns of `aws s3 ls`, in UTC. */
export function entryLine({ name, size, modifiedMs }: S3Entry): string {
  if (modifiedMs === undefined) return `${'PRE'.padStart(30)} ${name}`;
  const time = formatTime(modifiedMs);
  return size === undefined ? `${time} ${name}` : `${time} ${String(size).padStart(10)} ${name}`;
}

/** `b/` of `a/b/`, `c` of `a/b/c`. */
function lastPart(key: string): string {
  return /[^/]*\/?$/.exec(key)?.[0] ?? key;
}
