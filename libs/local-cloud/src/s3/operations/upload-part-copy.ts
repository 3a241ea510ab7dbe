import { parseByteRange } from '../byte-range.ts';
import { findCopySource, sourceVersionHeaders } from '../copy-source.ts';
import { readPartNumber, requireUpload } from '../find-upload.ts';
import { copyBody } from '../payload/copy-body.ts';
import { headerOf, type S3Call, type S3Operation } from '../s3-call.ts';
import { S3Error } from '../s3-error.ts';
import { storePart } from '../store-part.ts';
import type { ByteRange } from '../store/body-files.ts';
import { writeXml } from '../write-xml.ts';

/** UploadPartCopy: a part out of an object that is here already, or out of a range of it. */
export const uploadPartCopy: S3Operation = async (call) => {
  const number = readPartNumber(call);
  const { attributes } = requireUpload(call);
  const source = findCopySource(call);
  const algorithm = attributes.checksum?.algorithm;
  const body = await copyBody(call.store.files, {
    pieces: source.version.body,
    range: readSourceRange(call, source.version.sizeBytes),
    algorithm,
  });
  const part = await storePart(call, number, body);
  return {
    status: 200,
    headers: sourceVersionHeaders(source.bucket, source.version),
    body: writeXml('CopyPartResult', [
      ['LastModified', new Date(part.modifiedMs).toISOString()],
      ['ETag', `"${part.etag}"`],
      ...(algorithm ? [[`Checksum${algorithm}`, part.checksum] as const] : []),
    ]),
  };
};

/** Unlike that of a read, this range must be exact: both ends, and inside of the object. */
function readSourceRange(call: S3Call, sizeBytes: number): ByteRange | undefined {
  const header = headerOf(call, 'x-amz-copy-source-range');
  if (header === undefined) return undefined;
  const isExact = /^bytes=\d+-\d+$/.test(header);
  const range = isExact ? parseByteRange(header, sizeBytes) : undefined;
  if (range && header === `bytes=${range.first}-${range.last}`) return range;
  throw new S3Error(
    'InvalidArgument',
    'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
    { elements: { ArgumentName: 'x-amz-copy-source-range', ArgumentValue: header } },
  );
}
