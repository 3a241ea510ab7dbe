import { prefixElements } from '../list-elements.ts';
import { collectPage, keyAfterMarker } from '../list-page.ts';
import { readListQuery } from '../list-query.ts';
import { requireBucket, type S3Operation } from '../s3-call.ts';
import type { Upload } from '../store/uploads.ts';
import { writeXml, type XmlElement } from '../write-xml.ts';

/** ListMultipartUploads: those that are neither complete nor aborted. */
export const listMultipartUploads: S3Operation = async (call) => {
  const { query, store, accountId } = call;
  const { name } = requireBucket(call);
  const listQuery = readListQuery(call, 'max-uploads');
  const { prefix, delimiter, limit, encodingType, encode } = listQuery;
  const keyMarker = query.get('key-marker') ?? '';
  const idMarker = query.get('upload-id-marker') ?? '';
  const seek = function* (fromKey: string): Iterable<Upload> {
    for (const upload of store.uploads.list(name, fromKey)) {
      if (upload.key !== keyMarker || idMarker === '' || upload.id > idMarker) yield upload;
    }
  };
  const behind = idMarker === '' ? keyAfterMarker(keyMarker, prefix, delimiter) : keyMarker;
  const fromKey = keyMarker === '' ? undefined : behind;
  const page = collectPage({ seek, prefix, delimiter, fromKey, limit });
  const last = page.entries.at(-1);
  const { nextMarker } = page;
  const describe = ({ key, id, createdMs, attributes }: Upload): XmlElement => [
    'Upload',
    [
      ['Key', encode(key)],
      ['UploadId', id],
      ['Initiator', [['ID', accountId]]],
      ['Owner', [['ID', accountId]]],
      ['StorageClass', 'STANDARD'],
      ['Initiated', new Date(createdMs).toISOString()],
      ['ChecksumAlgorithm', attributes.checksum?.algorithm],
      ['ChecksumType', attributes.checksum?.type],
    ],
  ];
  return {
    status: 200,
    body: writeXml('ListMultipartUploadsResult', [
      ['Bucket', name],
      ['KeyMarker', encode(keyMarker)],
      ['UploadIdMarker', idMarker],
      ['NextKeyMarker', nextMarker === undefined ? undefined : encode(nextMarker)],
      ['NextUploadIdMarker', last && last.key === nextMarker ? last.id : undefined],
      ['Prefix', encode(prefix)],
      ['Delimiter', delimiter === undefined ? undefined : encode(delimiter)],
      ['MaxUploads', limit],
      ['EncodingType', encodingType],
      ['IsTruncated', nextMarker !== undefined],
      ...page.entries.map(describe),
      ...prefixElements(page.commonPrefixes, listQuery),
    ]),
  };
};
