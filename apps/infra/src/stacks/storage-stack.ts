import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { Key, type IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  ObjectOwnership,
  type IBucket,
  type LifecycleRule,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { ANSWERS_PREFIX } from '@pipelines/workflows';
import type { Names } from '../names.ts';
import type { Settings } from '../settings.ts';

export interface StorageStackProps extends StackProps {
  readonly settings: Settings;
  readonly names: Names;
}

/** The bucket of the refresh, the key that encrypts it, and the bucket of its access logs. */
export class StorageStack extends Stack {
  readonly bucket: IBucket;
  readonly key: IKey;
  /** Absent when the bucket was there before. */
  accessLogs: Bucket | undefined;

  constructor(scope: Construct, id: string, props: StorageStackProps) {
    super(scope, id, props);
    const { settings, names } = props;
    this.key = new Key(this, 'DataKey', {
      alias: names.of('alias/sbir-analytics-data'),
      description: 'Award files, artefacts and records of the refresh',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.bucket = settings.isBucketImported
      ? Bucket.fromBucketName(this, 'SbirEtlProductionData', settings.bucketName)
      : this.createBucket(settings.bucketName);
  }

  private createBucket(bucketName: string): IBucket {
    const common = {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      versioned: true,
      removalPolicy: RemovalPolicy.RETAIN,
    };
    this.accessLogs = new Bucket(this, 'AccessLogs', {
      ...common,
      bucketName: `${bucketName}-logs`,
      // Server access logs can be written with no other encryption.
      encryption: BucketEncryption.S3_MANAGED,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED,
      lifecycleRules: [expire('access-log-retention', { expiration: 90, noncurrent: 7 })],
    });
    return new Bucket(this, 'SbirEtlProductionData', {
      ...common,
      bucketName,
      encryption: BucketEncryption.KMS,
      encryptionKey: this.key,
      bucketKeyEnabled: true,
      serverAccessLogsBucket: this.accessLogs as IBucket,
      serverAccessLogsPrefix: 'access/',
      lifecycleRules: lifecycleRules(),
      // The CDK's classes fit their interfaces but for exactOptionalPropertyTypes.
    }) as IBucket;
  }
}

/**
 * What may go after a while. `state/` is in no rule: `last_success.json` and the award indexes are
 * the baseline of the next run. `schemas/` and the company files stay, too.
 *
 * Source: sbir-refresh.md 7.1, 30 and 90 days.
 */
function lifecycleRules(): LifecycleRule[] {
  return [
    expire('raw-data-retention', { prefix: 'raw/awards/', expiration: 30, noncurrent: 7 }),
    // The folders of dates; `artifacts/latest/` is part of the baseline.
    expire('artifacts-retention', { prefix: 'artifacts/2', expiration: 90, noncurrent: 7 }),
    // A machine reads the answer of a container at once.
    expire('answers-retention', { prefix: ANSWERS_PREFIX, expiration: 7, noncurrent: 1 }),
    expire('processed-retention', { prefix: 'processed/', expiration: 90, noncurrent: 7 }),
    {
      id: 'old-versions',
      noncurrentVersionExpiration: Duration.days(90),
      abortIncompleteMultipartUploadAfter: Duration.days(3),
    },
  ];
}

function expire(
  id: string,
  rule: { readonly prefix?: string; readonly expiration: number; readonly noncurrent: number },
): LifecycleRule {
  return {
    id,
    ...(rule.prefix !== undefined && { prefix: rule.prefix }),
    expiration: Duration.days(rule.expiration),
    noncurrentVersionExpiration: Duration.days(rule.noncurrent),
    abortIncompleteMultipartUploadAfter: Duration.days(3),
  };
}
