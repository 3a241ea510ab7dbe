import { completedChecksum } from '../completed-checksum.ts';
import { requireUpload } from '../find-upload.ts';
import { readListedParts, selectParts } from '../listed-parts.ts';
import { assertWriteConditions } from '../object-conditions.ts';
import { versionHeaders } from '../object-headers.ts';
import { receiveXml } from '../payload/receive-xml.ts';
import { requireBucket, type S3Operation } from '../s3-call.ts';
import { multipartEtag } from '../multipart-etag.ts';
import { writeXml } from '../write-xml.ts';

/**
 * CompleteMultipartUpload: the listed parts become the object, as they lie on the disk; the others
 * are dropped. All or nothing, in one transaction.
 */
export const completeMultipartUpload: S3Operation = async (call) => {
  const { store, key, clock } = call;
  requireUpload(call);
  const listed = readListedParts(await receiveXml(call, 'CompleteMultipartUpload'));
  const bucket = requireBucket(call);
  const upload = requireUpload(call);
  const uploaded = store.uploads.parts(upload.id);
  const parts = selectParts(call, { listed, uploaded, upload });
  const checksum = completedChecksum(call, upload, parts);
  assertWriteConditions(call, store.versions.find(bucket.name, key));
  const unused = uploaded.filter((part) => !parts.includes(part));
  const etag = multipartEtag(parts);
  const attributes = { ...upload.attributes.object, ...(checksum && { checksum }) };
  const body = parts.map(({ piece }) => piece);
  const versionId = await store.versions.put(
    bucket,
    { key, etag, modifiedMs: clock.now(), attributes, body },
    () => store.uploads.close(upload.id, unused),
  );
  await store.files.remove(unused.map(({ piece }) => piece));
  return {
    status: 200,
    headers: versionHeaders(bucket, { versionId }),
    body: writeXml('CompleteMultipartUploadResult', [
      ['Location', `http://${call.request.headers.host ?? ''}/${bucket.name}/${key}`],
      ['Bucket', bucket.name],
      ['Key', key],
      ['ETag', `"${etag}"`],
      ...(checksum ? [[`Checksum${checksum.algorithm}`, checksum.value] as const] : []),
      ['ChecksumType', checksum?.type],
    ]),
  };
};
