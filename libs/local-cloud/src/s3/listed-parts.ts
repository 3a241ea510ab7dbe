import { CHECKSUM_ALGORITHMS } from './checksums/checksum.ts';
import { childList, childText } from './child-elements.ts';
import { malformed } from './read-xml.ts';
import { headerOf, type S3Call } from './s3-call.ts';
import { S3Error } from './s3-error.ts';
import type { Upload, UploadedPart } from './store/uploads.ts';

/** A part as the sender of CompleteMultipartUpload lists it. */
export interface ListedPart {
  readonly number: number;
  /** Without quotes. */
  readonly etag: string;
  /** Base64 by algorithm, those that are given. */
  readonly checksums: ReadonlyMap<string, string>;
}

/** Every part but the last must have 5 MiB. */
const LEAST_PART_BYTES = 5 * 1024 ** 2;

/**
 * Read the body of CompleteMultipartUpload.
 *
 * @throws {S3Error} `MalformedXML`
 */
export function readListedParts(request: unknown): readonly ListedPart[] {
  const parts = childList(request, 'Part').map((element) => {
    const number = Number(childText(element, 'PartNumber'));
    const etag = childText(element, 'ETag')?.replaceAll('"', '');
    if (!Number.isInteger(number) || !etag) throw malformed();
    const checksums = new Map<string, string>();
    for (const algorithm of CHECKSUM_ALGORITHMS) {
      const value = childText(element, `Checksum${algorithm}`);
      if (value !== undefined) checksums.set(algorithm, value);
    }
    return { number, etag, checksums };
  });
  if (parts.length === 0) throw malformed();
  return parts;
}

/**
 * The uploaded parts that are listed, in their order.
 *
 * @throws {S3Error} `InvalidPartOrder`, `InvalidPart` for one that is not there or is another,
 * `EntityTooSmall`, `InvalidRequest` when the sizes do not add up to what the request says
 */
export function selectParts(
  call: S3Call,
  {
    listed,
    uploaded,
    upload,
  }: {
    readonly listed: readonly ListedPart[];
    readonly uploaded: readonly UploadedPart[];
    readonly upload: Upload;
  },
): readonly UploadedPart[] {
  if (listed.some(({ number }, index) => number <= (listed[index - 1]?.number ?? 0))) {
    throw new S3Error(
      'InvalidPartOrder',
      'The list of parts was not in ascending order. Parts must be ordered by part number.',
    );
  }
  const byNumber = new Map(uploaded.map((part) => [part.number, part]));
  const algorithm = upload.attributes.checksum?.algorithm ?? '';
  const parts = listed.map(({ number, etag, checksums }) => {
    const part = byNumber.get(number);
    const checksum = checksums.get(algorithm);
    if (part?.etag === etag && (checksum ?? part.checksum) === part.checksum) return part;
    throw new S3Error(
      'InvalidPart',
      "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
      { elements: { UploadId: upload.id, PartNumber: String(number), ETag: etag } },
    );
  });
  assertSizes(call, parts);
  return parts;
}

function assertSizes(call: S3Call, parts: readonly UploadedPart[]): void {
  const small = parts.slice(0, -1).find(({ piece }) => piece.sizeBytes < LEAST_PART_BYTES);
  if (small) {
    throw new S3Error(
      'EntityTooSmall',
      'Your proposed upload is smaller than the minimum allowed size',
      {
        elements: {
          ProposedSize: String(small.piece.sizeBytes),
          MinSizeAllowed: String(LEAST_PART_BYTES),
          PartNumber: String(small.number),
        },
      },
    );
  }
  const expected = headerOf(call, 'x-amz-mp-object-size');
  const sizeBytes = parts.reduce((sum, { piece }) => sum + piece.sizeBytes, 0);
  if (expected === undefined || Number(expected) === sizeBytes) return;
  throw new S3Error(
    'InvalidRequest',
    `The provided 'x-amz-mp-object-size' header value ${expected} does not match what was computed: ${sizeBytes}`,
  );
}
