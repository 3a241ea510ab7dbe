import { randomUUID } from 'node:crypto';
import { TaskFailure } from '@pipelines/asl-runtime';
import { exceptionName } from './service-answer.ts';

/** A refusal as an AWS SDK tells it. */
export interface SdkRefusal {
  readonly code: string;
  readonly message: string;
  readonly status: number;
  readonly requestId?: string | undefined;
  /** S3 alone has two ids. */
  readonly extendedRequestId?: string | undefined;
  /** Whether the service declares an exception of this code; the others are of one name. */
  readonly isDeclared: boolean;
}

/**
 * The failure of an `aws-sdk:` call: `S3.NoSuchKeyException`, or `SecretsManager.SecretsManagerException`
 * for a code that is no declared exception, with the words of the service as the cause.
 *
 * @param service - `S3`, `SecretsManager`, `Sfn`: as the SDK for Java names it
 * Source: recorded failures of AWS (conformance corpus, category error-handling)
 */
export function sdkFailure(service: string, refusal: SdkRefusal): TaskFailure {
  const { code, message, status, requestId = randomUUID(), extendedRequestId } = refusal;
  const exception = refusal.isDeclared ? exceptionName(code) : `${service}Exception`;
  const facts = [
    `Service: ${service}`,
    `Status Code: ${status}`,
    `Request ID: ${requestId}`,
    ...(extendedRequestId === undefined ? [] : [`Extended Request ID: ${extendedRequestId}`]),
  ];
  return new TaskFailure(`${service}.${exception}`, `${message} (${facts.join(', ')})`);
}
