import { childList, childOf, childText } from '../child-elements.ts';
import { findObject } from '../find-object.ts';
import { assertTags } from '../object-attributes.ts';
import { versionHeaders } from '../object-headers.ts';
import { receiveXml } from '../payload/receive-xml.ts';
import { malformed } from '../read-xml.ts';
import { requireBucket, type S3Call, type S3Operation } from '../s3-call.ts';
import type { ObjectTag } from '../store/object-version.ts';
import { writeXml } from '../write-xml.ts';

/** GetObjectTagging. */
export const getObjectTagging: S3Operation = async (call) => {
  const { version, headers } = find(call);
  const tags = version.attributes.tags.map(
    ({ key, value }) =>
      [
        'Tag',
        [
          ['Key', key],
          ['Value', value],
        ],
      ] as const,
  );
  return { status: 200, headers, body: writeXml('Tagging', [['TagSet', tags]]) };
};

/** PutObjectTagging: these tags and no others. */
export const putObjectTagging: S3Operation = async (call) => {
  const tagging = await receiveXml(call, 'Tagging');
  const tags = childList(childOf(tagging, 'TagSet'), 'Tag').map(toTag);
  assertTags(tags);
  return { status: 200, headers: replaceTags(call, tags) };
};

/** DeleteObjectTagging. */
export const deleteObjectTagging: S3Operation = async (call) => ({
  status: 204,
  headers: replaceTags(call, []),
});

function replaceTags(call: S3Call, tags: readonly ObjectTag[]): Readonly<Record<string, string>> {
  const { version, headers } = find(call);
  call.store.versions.setAttributes(version, { ...version.attributes, tags });
  return headers;
}

function find(call: S3Call) {
  const bucket = requireBucket(call);
  const versionId = call.query.get('versionId');
  const version = findObject(call, { bucket, key: call.key, versionId });
  return { version, headers: versionHeaders(bucket, version) };
}

function toTag(element: unknown): ObjectTag {
  const [key, value] = [childText(element, 'Key'), childText(element, 'Value')];
  if (key === undefined || value === undefined) throw malformed();
  return { key, value };
}
