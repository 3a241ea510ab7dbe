import { UsageError } from '@pipelines/command-line';
import { PipelineError } from '@pipelines/core';

/** What `s3://bucket/key` names; an empty key is the whole bucket. */
export interface S3Target {
  readonly bucket: string;
  readonly key: string;
}

/** There is no such bucket, object or prefix. */
export class S3NotFoundError extends PipelineError {
  static {
    S3NotFoundError.prototype.name = 'S3NotFoundError';
  }
}

/** Whether an argument names something in S3, not a file. */
export function isS3Url(text: string): boolean {
  return text.startsWith('s3://');
}

/**
 * Take `s3://bucket[/key]` apart, as the AWS CLI does.
 *
 * @throws {UsageError} for anything else
 */
export function parseS3Target(text: string): S3Target {
  const [, bucket, key = ''] = /^s3:\/\/([^/]+)(?:\/(.*))?$/s.exec(text) ?? [];
  if (bucket !== undefined) return { bucket, key };
  throw new UsageError(`"${text}" is not of the form s3://bucket/key.`);
}

/**
 * Ask S3, and give its 404 a message that says what is missing.
 *
 * @throws {S3NotFoundError} that names `target`, or the bucket when that is missing
 */
export async function askS3<T>(target: S3Target, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
    if ($metadata?.httpStatusCode !== 404) throw error;
    if (name === 'NoSuchBucket') throw new S3NotFoundError(`No bucket s3://${target.bucket}`);
    throw new S3NotFoundError(`No object s3://${target.bucket}/${target.key}`);
  }
}
