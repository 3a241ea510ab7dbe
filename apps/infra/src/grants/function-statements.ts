import type { FunctionSpec } from '@pipelines/workflows';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { allow } from './allow.ts';

/** The resources that the rows of the manifest speak of. */
export interface GrantTargets {
  /** ARN of the bucket of the refresh. */
  readonly bucketArn: string;
  /** ARN of the key that encrypts the bucket. */
  readonly bucketKeyArn: string;
  /** ARN of a secret by the id in the manifest, ending in `-??????`. */
  secretArn(id: string): string;
}

/** A path in S3, unlike `schema.table` of PostgreSQL. */
const IS_S3 = /\//;

/**
 * What a function may do, from its row of the manifest, and nothing else.
 *
 * `reads`, `writes` and `deletes` of S3 are prefixes that end in a slash, or keys. Who reads may list the
 * bucket: else S3 answers 403 for an object that is not there. Tables are the database's to grant.
 * Source: sbir-contracts.md 2.3.
 */
export function functionStatements(
  spec: FunctionSpec,
  targets: GrantTargets,
): readonly PolicyStatement[] {
  const reads = spec.reads.filter(isS3Path);
  const writes = spec.writes.filter(isS3Path);
  return [
    ...(reads.length > 0 ? readStatements(reads, targets) : []),
    ...(writes.length > 0 ? [writeStatement(writes, targets)] : []),
    ...(spec.deletes ? [deleteStatement(spec.deletes, targets)] : []),
    ...(reads.length + writes.length > 0 ? [keyStatement(writes.length > 0, targets)] : []),
    ...spec.secrets.map((id) =>
      allow('ReadSecret', ['secretsmanager:GetSecretValue'], [targets.secretArn(id)]),
    ),
  ];
}

function readStatements(
  reads: readonly string[],
  { bucketArn }: GrantTargets,
): readonly PolicyStatement[] {
  return [
    allow('ReadObjects', ['s3:GetObject'], objectArns(reads, bucketArn)),
    allow('SeeWhatIsAbsent', ['s3:ListBucket'], [bucketArn]),
  ];
}

function writeStatement(writes: readonly string[], { bucketArn }: GrantTargets): PolicyStatement {
  return allow(
    'WriteObjects',
    ['s3:PutObject', 's3:AbortMultipartUpload'],
    objectArns(writes, bucketArn),
  );
}

function deleteStatement(keys: readonly string[], { bucketArn }: GrantTargets): PolicyStatement {
  return allow('DeleteObjects', ['s3:DeleteObject'], objectArns(keys, bucketArn));
}

/** Parts of an upload are decrypted when it is completed. */
function keyStatement(isWriting: boolean, { bucketKeyArn }: GrantTargets): PolicyStatement {
  const actions = isWriting ? ['kms:Decrypt', 'kms:GenerateDataKey'] : ['kms:Decrypt'];
  return allow('UseBucketKey', actions, [bucketKeyArn]);
}

function objectArns(paths: readonly string[], bucketArn: string): string[] {
  return paths.map((path) => `${bucketArn}/${path.endsWith('/') ? `${path}*` : path}`);
}

/** Whether an entry of `reads` or `writes` is a path in S3. */
export function isS3Path(path: string): boolean {
  return IS_S3.test(path);
}
