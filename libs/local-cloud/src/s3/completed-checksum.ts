import { checksumHeader, startChecksum, type Checksum } from './checksums/checksum.ts';
import { combineCrcs } from './checksums/combine-crc.ts';
import { headerOf, type S3Call } from './s3-call.ts';
import { S3Error } from './s3-error.ts';
import type { Upload, UploadedPart } from './store/uploads.ts';

/**
 * The checksum of an object in parts, from those of its parts: of the whole data, or composite,
 * which is the checksum of the parts' checksums.
 *
 * @returns undefined when the upload has no algorithm
 * @throws {S3Error} `BadDigest` when the request promises another value
 */
export function completedChecksum(
  call: S3Call,
  { attributes }: Upload,
  parts: readonly UploadedPart[],
): Checksum | undefined {
  if (!attributes.checksum) return undefined;
  const { algorithm, type } = attributes.checksum;
  const digests = parts.map(({ checksum, piece }) => ({
    digest: Buffer.from(checksum ?? '', 'base64'),
    sizeBytes: piece.sizeBytes,
  }));
  const value =
    type === 'FULL_OBJECT'
      ? combineCrcs(algorithm, digests).toString('base64')
      : `${compose(digests, startChecksum(algorithm))}-${parts.length}`;
  const promised = headerOf(call, checksumHeader(algorithm));
  if (promised !== undefined && promised !== value && `${promised}-${parts.length}` !== value) {
    throw new S3Error(
      'BadDigest',
      `The ${algorithm} you specified did not match the calculated checksum.`,
    );
  }
  return { algorithm, value, type };
}

function compose(
  parts: readonly { readonly digest: Buffer }[],
  running: ReturnType<typeof startChecksum>,
): string {
  for (const { digest } of parts) running.update(digest);
  return running.digest().toString('base64');
}
