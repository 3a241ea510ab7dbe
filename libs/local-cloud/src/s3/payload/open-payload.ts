import type { IncomingMessage } from 'node:http';
import { headerOf, type S3Call } from '../s3-call.ts';
import { S3Error } from '../s3-error.ts';
import { createChunkSignatures } from './chunk-signatures.ts';
import { decodeAwsChunked } from './decode-aws-chunked.ts';

/** The data of a request, out of its transfer encoding. */
export interface Payload {
  readonly chunks: AsyncIterable<Buffer>;
  /** Undefined when the sender does not say. */
  readonly declaredBytes: number | undefined;
  /** What the signature says that the data hashes to, as hex; undefined when it says nothing. */
  readonly sha256: string | undefined;
  /** A header that may come after the data, known once the chunks have ended. */
  trailer(name: string): string | undefined;
}

/** How the header x-amz-content-sha256 names bodies that are not hashed as a whole. */
const UNSIGNED = 'UNSIGNED-PAYLOAD';
const STREAMING = {
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER': { isSigned: false, hasTrailer: true },
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD': { isSigned: true, hasTrailer: false },
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER': { isSigned: true, hasTrailer: true },
} as const;

/**
 * Open the body of a request in the form that its signature announces.
 *
 * @throws {S3Error} `InvalidArgument` for a form that S3 does not know, `NotImplemented` for one
 * that this endpoint does not
 */
export function openPayload(call: S3Call): Payload {
  const { request, signature } = call;
  const form = signature.payloadHash;
  if (form in STREAMING) return openStreaming(call, STREAMING[form as keyof typeof STREAMING]);
  if (form.startsWith('STREAMING-')) {
    throw new S3Error('NotImplemented', `The payload form ${form} is not implemented.`);
  }
  if (form !== UNSIGNED && !/^[0-9a-f]{64}$/.test(form)) {
    throw new S3Error(
      'InvalidArgument',
      'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, or a valid sha256 value.',
    );
  }
  return {
    chunks: readKeepingOpen(request),
    declaredBytes: parseLength(headerOf(call, 'content-length')),
    sha256: form === UNSIGNED ? undefined : form,
    trailer: () => undefined,
  };
}

function openStreaming(
  call: S3Call,
  { isSigned, hasTrailer }: { readonly isSigned: boolean; readonly hasTrailer: boolean },
): Payload {
  let received: ReadonlyMap<string, string> = new Map();
  const { signingKey, ...start } = call.signature;
  // Without the key of the sender nobody here can compute what its chunks should be signed with.
  const signatures =
    isSigned && signingKey
      ? createChunkSignatures({ ...start, signingKey }, hasTrailer)
      : undefined;
  return {
    chunks: decodeAwsChunked(readKeepingOpen(call.request), {
      signatures,
      onTrailers: (trailers) => (received = trailers),
    }),
    declaredBytes: parseLength(headerOf(call, 'x-amz-decoded-content-length')),
    sha256: undefined,
    trailer: (name) => received.get(name),
  };
}

/** A refusal in the middle of a body must still be answered on the same connection. */
function readKeepingOpen(request: IncomingMessage): AsyncIterable<Buffer> {
  return request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
}

function parseLength(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
