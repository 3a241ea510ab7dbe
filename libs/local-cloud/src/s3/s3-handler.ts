import { randomBytes } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Clock } from '@pipelines/core';
import {
  sessionTokenOf,
  type AwsCall,
  type NeededPermission,
} from '../endpoints/needed-permission.ts';
import { accountOfKey } from '../endpoints/account-of-key.ts';
import { placeOfFault } from '../endpoints/place-of-fault.ts';
import { verifySignature, type AwsCredentials } from '../sigv4/verify-signature.ts';
import { findOperation } from './find-operation.ts';
import { neededPermissions, permissionToSeeAbsence } from './needed-permissions.ts';
import { readRequestTarget } from './request-target.ts';
import { headerOf, type S3Answer, type S3Call } from './s3-call.ts';
import { s3ErrorOf } from './s3-error-of.ts';
import { S3Error } from './s3-error.ts';
import type { ObjectStore } from './store/object-store.ts';
import { isPresignedV2, verifyPresignedV2 } from './verify-presigned-v2.ts';
import { writeXml, type XmlElement } from './write-xml.ts';

export interface S3HandlerOptions {
  readonly store: ObjectStore;
  readonly credentials: AwsCredentials;
  readonly takesAnyKey: boolean;
  readonly clock: Clock;
  readonly region: string;
  /** Of callers whose access key id is not itself an account number. */
  readonly accountId: string;
  /** Told when this code fails: an error's name and place, nothing of a request. */
  onProblem(line: string): void;
  /** Told of each permission that a verified request needs, before it is answered. */
  onCall(call: AwsCall): void;
}

/** Chunks of a body that wait for a slow client: a megabyte. */
const CHUNKS_AHEAD = 2;

/** Answers requests of the S3 REST API from a store. */
export function createS3Handler(options: S3HandlerOptions): RequestListener {
  return (request, response) => {
    const requestId = randomBytes(8).toString('hex').toUpperCase();
    response.setHeader('x-amz-request-id', requestId);
    response.setHeader('x-amz-id-2', requestId);
    answer(request, response, options)
      .catch((thrown: unknown) => {
        // Whoever has gone away needs no answer, and is no fault.
        if (request.socket.destroyed) return undefined;
        const error = s3ErrorOf(thrown);
        if (error.code === 'InternalError') options.onProblem(`S3 failed: ${placeOfFault(thrown)}`);
        return sendError(request, response, { error, requestId });
      })
      .catch(() => response.destroy());
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: S3HandlerOptions,
): Promise<void> {
  const target = readRequestTarget(request);
  const { credentials, clock, takesAnyKey } = options;
  const signature = isPresignedV2(target)
    ? verifyPresignedV2(request, target, { credentials, clock, takesAnyKey })
    : verifySignature(request, {
        credentials,
        clock,
        takesAnyKey,
        service: 's3',
        payloadHash: request.headersDistinct['x-amz-content-sha256']?.[0],
      });
  let isBodyAccepted = false;
  const call: S3Call = {
    ...options,
    ...target,
    accountId: accountOfKey(signature.accessKeyId) ?? options.accountId,
    request,
    signature,
    acceptBody() {
      if (!isBodyAccepted && request.headers.expect !== undefined) response.writeContinue();
      isBodyAccepted = true;
    },
  };
  assertOwner(call);
  const operation = findOperation(call);
  const caller = sessionTokenOf(request);
  const tell = (needed: NeededPermission): void => {
    if (signature.signingKey) options.onCall({ caller, ...needed });
  };
  neededPermissions(operation.name, call).forEach(tell);
  const answered = operation.run(call).catch((thrown: unknown) => {
    if (s3ErrorOf(thrown).code === 'NoSuchKey') tell(permissionToSeeAbsence(call));
    throw thrown;
  });
  await send(response, await answered);
}

/** A caller that names the account it means must not reach a bucket of another one. */
function assertOwner(call: S3Call): void {
  const names = ['x-amz-expected-bucket-owner', 'x-amz-source-expected-bucket-owner'];
  const expected = names.map((name) => headerOf(call, name));
  if (expected.some((owner) => owner !== undefined && owner !== call.accountId)) {
    throw new S3Error('AccessDenied', 'Access Denied');
  }
}

async function send(response: ServerResponse, { status, headers, body }: S3Answer): Promise<void> {
  if (body === undefined || typeof body === 'string') {
    const type = body === undefined ? {} : { 'content-type': 'application/xml' };
    const length = { 'content-length': String(Buffer.byteLength(body ?? '')) };
    response.writeHead(status, { ...type, ...(status === 204 ? {} : length), ...headers });
    response.end(body);
    return;
  }
  response.writeHead(status, { ...headers });
  await pipeline(Readable.from(body, { highWaterMark: CHUNKS_AHEAD }), response);
}

async function sendError(
  request: IncomingMessage,
  response: ServerResponse,
  { error, requestId }: { readonly error: S3Error; readonly requestId: string },
): Promise<void> {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  // What is still on its way is read and dropped, so that the sender gets to reading the answer.
  request.resume();
  const { code, status, message, headers } = error;
  const hasBody = request.method !== 'HEAD' && status !== 304;
  const body = writeXml('Error', [
    ['Code', code],
    ['Message', message],
    ...Object.entries(error.elements).map(([name, text]): XmlElement => [name, text]),
    ['Resource', (request.url ?? '/').replace(/\?.*$/s, '')],
    ['RequestId', requestId],
    ['HostId', requestId],
  ]);
  await send(response, { status, headers, ...(hasBody && { body }) });
}
