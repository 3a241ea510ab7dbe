import {
  CHECKSUM_ALGORITHMS,
  CHECKSUM_BYTES,
  checksumHeader,
  type ChecksumAlgorithm,
} from '../checksums/checksum.ts';
import { headerOf, type S3Call } from '../s3-call.ts';
import { S3Error } from '../s3-error.ts';

/** What the headers of a request promise about its data. */
export interface ExpectedDigests {
  readonly md5: Buffer | undefined;
  readonly checksum:
    | {
        readonly algorithm: ChecksumAlgorithm;
        /** Undefined when it comes as a trailer, or is only asked for. */
        readonly value: Buffer | undefined;
        readonly isInTrailer: boolean;
      }
    | undefined;
}

/**
 * Read Content-MD5 and the additional checksum.
 *
 * @throws {S3Error} `InvalidDigest` or `InvalidRequest` when a value cannot be one, or two are given
 */
export function readExpectedDigests(call: S3Call): ExpectedDigests {
  return { md5: readMd5(call), checksum: readChecksum(call) };
}

/**
 * An algorithm by the name that a header carries; undefined without a name.
 *
 * @throws {S3Error} `InvalidRequest` when there is no such algorithm
 */
export function parseAlgorithm(name: string | undefined): ChecksumAlgorithm | undefined {
  if (name === undefined) return undefined;
  const algorithm = CHECKSUM_ALGORITHMS.find((one) => one === name.toUpperCase());
  if (algorithm) return algorithm;
  throw new S3Error(
    'InvalidRequest',
    'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
  );
}

/**
 * Octets of a checksum that came as text.
 *
 * @throws {S3Error} `InvalidRequest` when they are not base64 of the algorithm's length
 */
export function decodeChecksum(algorithm: ChecksumAlgorithm, text: string): Buffer {
  const octets = Buffer.from(text, 'base64');
  if (octets.length === CHECKSUM_BYTES[algorithm] && octets.toString('base64') === text)
    return octets;
  throw new S3Error('InvalidRequest', `Value for ${checksumHeader(algorithm)} header is invalid.`);
}

function readMd5(call: S3Call): Buffer | undefined {
  const text = headerOf(call, 'content-md5');
  if (text === undefined) return undefined;
  const octets = Buffer.from(text, 'base64');
  if (octets.length === 16) return octets;
  throw new S3Error('InvalidDigest', 'The Content-MD5 you specified was invalid.');
}

function readChecksum(call: S3Call): ExpectedDigests['checksum'] {
  const inHeaders = CHECKSUM_ALGORITHMS.filter(
    (one) => headerOf(call, checksumHeader(one)) !== undefined,
  );
  const trailer = headerOf(call, 'x-amz-trailer')?.trim().toLowerCase();
  const inTrailer = CHECKSUM_ALGORITHMS.find((one) => checksumHeader(one) === trailer);
  if (inHeaders.length + (inTrailer ? 1 : 0) > 1) {
    throw new S3Error(
      'InvalidRequest',
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  const [inHeader] = inHeaders;
  if (inHeader) {
    const text = headerOf(call, checksumHeader(inHeader)) ?? '';
    return { algorithm: inHeader, value: decodeChecksum(inHeader, text), isInTrailer: false };
  }
  const asked = parseAlgorithm(headerOf(call, 'x-amz-sdk-checksum-algorithm'));
  const algorithm = inTrailer ?? asked;
  return algorithm && { algorithm, value: undefined, isInTrailer: inTrailer !== undefined };
}
