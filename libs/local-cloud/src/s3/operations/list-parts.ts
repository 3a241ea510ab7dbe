import { requireUpload } from '../find-upload.ts';
import { readLimit } from '../list-query.ts';
import type { S3Operation } from '../s3-call.ts';
import { writeXml, type XmlElement } from '../write-xml.ts';

/** ListParts, in pages of a thousand at most. */
export const listParts: S3Operation = async (call) => {
  const { id, attributes } = requireUpload(call);
  const { query, store, bucketName, key, accountId } = call;
  const limit = readLimit(query.get('max-parts'), 'max-parts');
  const marker = Number(query.get('part-number-marker') ?? 0) || 0;
  const rest = store.uploads.parts(id, marker);
  const parts = rest.slice(0, limit);
  const { checksum } = attributes;
  return {
    status: 200,
    body: writeXml('ListPartsResult', [
      ['Bucket', bucketName],
      ['Key', key],
      ['UploadId', id],
      ['Initiator', [['ID', accountId]]],
      ['Owner', [['ID', accountId]]],
      ['StorageClass', 'STANDARD'],
      ['PartNumberMarker', marker],
      ['NextPartNumberMarker', parts.at(-1)?.number ?? 0],
      ['MaxParts', limit],
      ['IsTruncated', rest.length > parts.length],
      ['ChecksumAlgorithm', checksum?.algorithm],
      ['ChecksumType', checksum?.type],
      ...parts.map((part): XmlElement => [
        'Part',
        [
          ['PartNumber', part.number],
          ['LastModified', new Date(part.modifiedMs).toISOString()],
          ['ETag', `"${part.etag}"`],
          ['Size', part.piece.sizeBytes],
          ...(checksum ? [[`Checksum${checksum.algorithm}`, part.checksum] as const] : []),
        ],
      ]),
    ]),
  };
};
