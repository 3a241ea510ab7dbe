import { randomBytes, randomUUID } from 'node:crypto';
import type { Json } from '@pipelines/core';

/**
 * The result of `arn:aws:states:::lambda:invoke`, as Step Functions shows Lambda's answer.
 *
 * @param payload - what the function returned
 * @param facts - `requestId` of the invocation, `nowMs` for the Date header
 * Source: recorded responses of AWS (conformance corpus, category lambda)
 */
export function lambdaResponse(
  payload: Json,
  facts: { readonly requestId: string; readonly nowMs: number },
): Json {
  const headers = {
    Connection: 'keep-alive',
    'Content-Length': String(Buffer.byteLength(JSON.stringify(payload))),
    'Content-Type': 'application/json',
    Date: new Date(facts.nowMs).toUTCString(),
    'X-Amz-Executed-Version': '$LATEST',
    'x-amzn-Remapped-Content-Length': '0',
    'x-amzn-RequestId': facts.requestId,
    'X-Amzn-Trace-Id': traceId(facts.nowMs),
  };
  const listed = Object.entries(headers).map(([name, value]) => [name, [value]]);
  return {
    ExecutedVersion: '$LATEST',
    Payload: payload,
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(listed) as Record<string, Json>,
      HttpHeaders: headers,
      HttpStatusCode: 200,
    },
    SdkResponseMetadata: { RequestId: facts.requestId },
    StatusCode: 200,
  };
}

/** The cause of a call to a function that does not exist, in the words of AWS. */
export function functionNotFoundCause(functionArn: string): string {
  return `Function not found: ${functionArn} (Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; Request ID: ${randomUUID()}; Proxy: null)`;
}

function traceId(nowMs: number): string {
  const seconds = Math.floor(nowMs / 1000).toString(16);
  return `Root=1-${seconds}-${randomBytes(12).toString('hex')};Sampled=0`;
}
