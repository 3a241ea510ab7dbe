import type { NeededPermission } from '../endpoints/needed-permission.ts';
import { decodeAwsUri, parseAwsQuery } from '../sigv4/aws-uri.ts';
import { headerOf, type S3Call } from './s3-call.ts';

/** Actions on the bucket itself, by the name of the operation. */
const BUCKET_ACTIONS: Readonly<Record<string, string>> = {
  'bucket PUT': 'CreateBucket',
  'bucket HEAD': 'ListBucket',
  'bucket DELETE': 'DeleteBucket',
  'bucket GET': 'ListBucket',
  'bucket GET list-type': 'ListBucket',
  'bucket GET versions': 'ListBucketVersions',
  'bucket GET location': 'GetBucketLocation',
  'bucket GET versioning': 'GetBucketVersioning',
  'bucket GET uploads': 'ListBucketMultipartUploads',
  'bucket PUT versioning': 'PutBucketVersioning',
};

/** Actions on an object. Those that end in `Version` when the request names one are marked. */
const OBJECT_ACTIONS: Readonly<
  Record<string, { readonly action: string; readonly hasVersions?: true }>
> = {
  'object GET': { action: 'GetObject', hasVersions: true },
  'object HEAD': { action: 'GetObject', hasVersions: true },
  'object PUT': { action: 'PutObject' },
  'object DELETE': { action: 'DeleteObject', hasVersions: true },
  'object GET tagging': { action: 'GetObjectTagging' },
  'object PUT tagging': { action: 'PutObjectTagging' },
  'object DELETE tagging': { action: 'DeleteObjectTagging' },
  'object PUT copy': { action: 'PutObject' },
  'object POST uploads': { action: 'PutObject' },
  'object PUT uploadId': { action: 'PutObject' },
  'object PUT uploadId copy': { action: 'PutObject' },
  'object GET uploadId': { action: 'ListMultipartUploadParts' },
  'object POST uploadId': { action: 'PutObject' },
  'object DELETE uploadId': { action: 'AbortMultipartUpload' },
};

/**
 * The permissions that S3 asks for before it does an operation. A copy needs two of them.
 *
 * Source: docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 *
 * @param operation - as find-operation.ts names it: `object PUT copy`
 */
export function neededPermissions(operation: string, call: S3Call): readonly NeededPermission[] {
  const { bucketName, key, query } = call;
  const object = objectArn(bucketName, key);
  if (operation === 'service GET') return [{ action: 's3:ListAllMyBuckets', resource: '*' }];
  if (operation === 'bucket POST delete') {
    return [{ action: 's3:DeleteObject', resource: objectArn(bucketName, '*') }];
  }
  const onBucket = BUCKET_ACTIONS[operation];
  if (onBucket !== undefined)
    return [{ action: `s3:${onBucket}`, resource: bucketArn(bucketName) }];
  const onObject = OBJECT_ACTIONS[operation];
  if (!onObject) return [];
  const version = onObject.hasVersions && query.has('versionId') ? 'Version' : '';
  const isTagging = operation === 'object PUT' && headerOf(call, 'x-amz-tagging') !== undefined;
  return [
    ...sourcePermissions(call),
    { action: `s3:${onObject.action}${version}`, resource: object },
    ...(isTagging ? [{ action: 's3:PutObjectTagging', resource: object }] : []),
  ];
}

/** Who may not list a bucket is told 403, not 404, of an object that is not there. */
export function permissionToSeeAbsence({ bucketName }: S3Call): NeededPermission {
  return { action: 's3:ListBucket', resource: bucketArn(bucketName) };
}

function sourcePermissions(call: S3Call): readonly NeededPermission[] {
  const header = headerOf(call, 'x-amz-copy-source');
  if (header === undefined) return [];
  const [, path = '', query = ''] = /^\/?([^?]*)(?:\?(.*))?$/s.exec(header) ?? [];
  const version = new Map(parseAwsQuery(query)).has('versionId') ? 'Version' : '';
  return [{ action: `s3:GetObject${version}`, resource: `arn:aws:s3:::${decodeAwsUri(path)}` }];
}

function bucketArn(bucketName: string): string {
  return `arn:aws:s3:::${bucketName}`;
}

function objectArn(bucketName: string, key: string): string {
  return `${bucketArn(bucketName)}/${key}`;
}
