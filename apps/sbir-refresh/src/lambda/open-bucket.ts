import { ValidationError } from '../errors/validation-error.ts';
import type { StepPorts } from '../ports.ts';
import type { StepContext } from './define-step.ts';

/**
 * The ports of a step that works on a bucket: the event's, else that of `S3_BUCKET`.
 *
 * Where `S3_BUCKET` is set, no other bucket is touched: an execution's input must not lead a function
 * with its rights to someone else's files. Nothing is called here.
 *
 * @throws {ValidationError} without a bucket, or with a foreign one
 * Source: security.md S14
 */
export function openBucket(
  event: { readonly s3_bucket?: string | undefined },
  { env, host, clock, deadlineMs }: StepContext,
): StepPorts {
  const bucket = event.s3_bucket ?? env.S3_BUCKET;
  if (bucket === undefined) {
    throw new ValidationError('s3_bucket must be given: S3_BUCKET is not set');
  }
  if (env.S3_BUCKET !== undefined && bucket !== env.S3_BUCKET) {
    throw new ValidationError('s3_bucket must be the bucket of S3_BUCKET');
  }
  const files = host.openStore(bucket, env.S3_BUCKET_OWNER);
  return { files, bucket, clock, deadlineMs };
}
