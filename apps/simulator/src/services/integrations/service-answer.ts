import { randomUUID } from 'node:crypto';
import { TaskFailure } from '@pipelines/asl-runtime';
import type { Json, JsonObject } from '@pipelines/core';

/** What the HTTP answer of a service looked like. */
export interface HttpAnswer {
  readonly contentType: string;
  readonly contentLength: number;
  readonly nowMs: number;
}

/**
 * The result of an optimised integration: the members of the service's answer, and what Step
 * Functions tells of the HTTP answer that they came in. Keys are in the order of their letters.
 *
 * Source: recorded responses of AWS (conformance corpus, categories services and callback)
 */
export function serviceAnswer(members: JsonObject, http: HttpAnswer): JsonObject {
  const requestId = randomUUID();
  const date = new Date(http.nowMs).toUTCString();
  const length = String(http.contentLength);
  return sortKeys({
    ...members,
    SdkHttpMetadata: {
      AllHttpHeaders: {
        'x-amzn-RequestId': [requestId],
        connection: ['keep-alive'],
        'Content-Length': [length],
        Date: [date],
        'Content-Type': [http.contentType],
      },
      HttpHeaders: {
        connection: 'keep-alive',
        'Content-Length': length,
        'Content-Type': http.contentType,
        Date: date,
        'x-amzn-RequestId': requestId,
      },
      HttpStatusCode: 200,
    },
    SdkResponseMetadata: { RequestId: requestId },
  });
}

/** The same members, in the order of their letters. */
export function sortKeys(members: Readonly<Record<string, Json>>): JsonObject {
  const entries = Object.entries(members);
  return Object.fromEntries<Json>(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** A refusal of a service, and what its clients call it. */
export interface Refusal {
  /** `StateMachineDoesNotExist` */
  readonly code: string;
  readonly message: string;
  readonly status?: number;
}

/**
 * The failure of an optimised integration, in the words of the SDK that AWS calls services with.
 *
 * @param names - `prefix` of the error name (`StepFunctions`), `service` as in the cause
 *   (`AWSStepFunctions`)
 */
export function serviceFailure(
  { code, message, status = 400 }: Refusal,
  names: { readonly prefix: string; readonly service: string; readonly exception?: string },
): TaskFailure {
  const exception = names.exception ?? exceptionName(code);
  const facts = `Service: ${names.service}; Status Code: ${status}; Error Code: ${code}; Request ID: ${randomUUID()}; Proxy: null`;
  return new TaskFailure(`${names.prefix}.${exception}`, `${message} (${facts})`);
}

/** `StateMachineDoesNotExist` is the exception `StateMachineDoesNotExistException`. */
export function exceptionName(code: string): string {
  return code.endsWith('Exception') ? code : `${code}Exception`;
}
