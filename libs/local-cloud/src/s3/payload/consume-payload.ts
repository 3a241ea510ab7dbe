import { createHash } from 'node:crypto';
import { checksumHeader, startChecksum, type ChecksumAlgorithm } from '../checksums/checksum.ts';
import type { S3Call } from '../s3-call.ts';
import { S3Error } from '../s3-error.ts';
import { incomplete } from './byte-reader.ts';
import { decodeChecksum, readExpectedDigests, type ExpectedDigests } from './expected-digests.ts';
import { openPayload, type Payload } from './open-payload.ts';

/** What came, after everything that the request promised about it was found true. */
export interface ConsumedPayload {
  readonly sizeBytes: number;
  readonly md5: Buffer;
  readonly checksum: { readonly algorithm: ChecksumAlgorithm; readonly digest: Buffer } | undefined;
}

export interface ConsumeOptions {
  /** Takes the data in order; its promise holds back the sender. */
  sink(chunk: Buffer): Promise<void>;
  /** More is refused, if possible before it is sent. */
  readonly maxBytes: number;
  /** Computed also when the request does not ask for one. */
  readonly algorithm?: ChecksumAlgorithm | undefined;
}

/**
 * Read the body of a request into a sink, with every check that S3 makes: length, payload hash,
 * chunk signatures, Content-MD5, checksum in a header or a trailer.
 *
 * The sink has seen data that turns out to be wrong when this throws.
 *
 * @throws {S3Error} `EntityTooLarge`, `IncompleteBody`, `XAmzContentSHA256Mismatch`, `BadDigest`, …
 * @throws {SignatureRefusedError} for a wrong chunk
 */
export async function consumePayload(
  call: S3Call,
  options: ConsumeOptions,
): Promise<ConsumedPayload> {
  const payload = openPayload(call);
  const expected = readExpectedDigests(call);
  const { declaredBytes } = payload;
  if (declaredBytes !== undefined && declaredBytes > options.maxBytes)
    throw tooLarge(options.maxBytes);
  const algorithm = expected.checksum?.algorithm ?? options.algorithm;
  const md5 = createHash('md5');
  const sha256 = payload.sha256 === undefined ? undefined : createHash('sha256');
  const running = algorithm && startChecksum(algorithm);
  let sizeBytes = 0;

  call.acceptBody();
  for await (const chunk of payload.chunks) {
    sizeBytes += chunk.length;
    if (sizeBytes > options.maxBytes) throw tooLarge(options.maxBytes);
    const written = options.sink(chunk);
    md5.update(chunk);
    sha256?.update(chunk);
    running?.update(chunk);
    await written;
  }
  if (declaredBytes !== undefined && declaredBytes !== sizeBytes) throw incomplete();
  if (sha256 && sha256.digest('hex') !== payload.sha256) {
    throw new S3Error(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  }
  const md5Digest = md5.digest();
  assertMd5(expected, md5Digest);
  const checksum = algorithm && running && { algorithm, digest: running.digest() };
  if (checksum) assertChecksum(expected, checksum, payload);
  return { sizeBytes, md5: md5Digest, checksum };
}

function assertMd5({ md5 }: ExpectedDigests, actual: Buffer): void {
  if (!md5 || md5.equals(actual)) return;
  throw new S3Error('BadDigest', 'The Content-MD5 you specified did not match what we received.');
}

function assertChecksum(
  { checksum }: ExpectedDigests,
  actual: { readonly algorithm: ChecksumAlgorithm; readonly digest: Buffer },
  payload: Payload,
): void {
  if (!checksum) return;
  const { algorithm, isInTrailer } = checksum;
  const trailer = isInTrailer ? payload.trailer(checksumHeader(algorithm)) : undefined;
  if (isInTrailer && trailer === undefined) {
    throw new S3Error('InvalidRequest', `The trailer ${checksumHeader(algorithm)} did not come.`);
  }
  const expected = trailer === undefined ? checksum.value : decodeChecksum(algorithm, trailer);
  if (!expected || expected.equals(actual.digest)) return;
  throw new S3Error(
    'BadDigest',
    `The ${algorithm} you specified did not match the calculated checksum.`,
  );
}

function tooLarge(maxBytes: number): S3Error {
  return new S3Error('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
    elements: { MaxSizeAllowed: String(maxBytes) },
  });
}
