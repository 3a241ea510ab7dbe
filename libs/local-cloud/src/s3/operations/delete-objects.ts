import { CHECKSUM_ALGORITHMS, checksumHeader } from '../checksums/checksum.ts';
import { childList, childText } from '../child-elements.ts';
import { receiveXml } from '../payload/receive-xml.ts';
import { malformed } from '../read-xml.ts';
import { headerOf, requireBucket, type S3Call, type S3Operation } from '../s3-call.ts';
import { S3Error } from '../s3-error.ts';
import type { Deletion } from '../store/versions.ts';
import { writeXml, type XmlElement } from '../write-xml.ts';

/** S3 takes no more in one call. */
const MOST_KEYS = 1_000;

/** DeleteObjects. */
export const deleteObjects: S3Operation = async (call) => {
  const { store, clock } = call;
  assertGuarded(call);
  const request = await receiveXml(call, 'Delete');
  const objects = childList(request, 'Object');
  if (objects.length === 0 || objects.length > MOST_KEYS) throw malformed();
  const isQuiet = childText(request, 'Quiet') === 'true';
  const answers: XmlElement[] = [];
  for (const object of objects) {
    const key = childText(object, 'Key');
    if (!key) throw malformed();
    const versionId = childText(object, 'VersionId');
    const bucket = requireBucket(call);
    const deletion = await store.versions.delete({ bucket, key, versionId, nowMs: clock.now() });
    if (!isQuiet) answers.push(['Deleted', describe(key, versionId, deletion)]);
  }
  return { status: 200, body: writeXml('DeleteResult', answers) };
};

function describe(
  key: string,
  versionId: string | undefined,
  deletion: Deletion,
): readonly XmlElement[] {
  const isMarker = deletion.isDeleteMarker || undefined;
  return [
    ['Key', key],
    ['VersionId', versionId],
    ['DeleteMarker', isMarker],
    ['DeleteMarkerVersionId', isMarker && deletion.versionId],
  ];
}

/** A damaged list would delete other objects than were meant: S3 wants it guarded by a digest. */
function assertGuarded(call: S3Call): void {
  const names = ['content-md5', 'x-amz-trailer', ...CHECKSUM_ALGORITHMS.map(checksumHeader)];
  if (names.some((name) => headerOf(call, name) !== undefined)) return;
  throw new S3Error(
    'InvalidRequest',
    'Missing required header for this request: Content-MD5 OR x-amz-checksum-*',
  );
}
