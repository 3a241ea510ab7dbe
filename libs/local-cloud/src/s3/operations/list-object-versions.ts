import { checksumElements, prefixElements } from '../list-elements.ts';
import { collectPage, keyAfterMarker } from '../list-page.ts';
import { invalidArgument, readListQuery, type ListQuery } from '../list-query.ts';
import { requireBucket, type S3Call, type S3Operation } from '../s3-call.ts';
import type { ObjectVersion } from '../store/object-version.ts';
import { writeXml, type XmlElement } from '../write-xml.ts';

/** ListObjectVersions: versions and delete markers in one order, of each key the newest first. */
export const listObjectVersions: S3Operation = async (call) => {
  const { name } = requireBucket(call);
  const listQuery = readListQuery(call, 'max-keys');
  const { prefix, delimiter, limit, encodingType, encode } = listQuery;
  const keyMarker = call.query.get('key-marker') ?? '';
  const idMarker = call.query.get('version-id-marker') ?? '';
  const { seek, fromKey } = startOf(call, { name, keyMarker, idMarker, listQuery });
  const page = collectPage({ seek, prefix, delimiter, fromKey, limit });
  const last = page.entries.at(-1);
  const { nextMarker } = page;
  return {
    status: 200,
    body: writeXml('ListVersionsResult', [
      ['Name', name],
      ['Prefix', encode(prefix)],
      ['KeyMarker', encode(keyMarker)],
      ['VersionIdMarker', idMarker],
      ['NextKeyMarker', nextMarker === undefined ? undefined : encode(nextMarker)],
      ['NextVersionIdMarker', last && last.key === nextMarker ? last.versionId : undefined],
      ['MaxKeys', limit],
      ['Delimiter', delimiter === undefined ? undefined : encode(delimiter)],
      ['EncodingType', encodingType],
      ['IsTruncated', nextMarker !== undefined],
      ...page.entries.map((version) => versionElement(version, call, listQuery)),
      ...prefixElements(page.commonPrefixes, listQuery),
    ]),
  };
};

interface Start {
  readonly name: string;
  readonly keyMarker: string;
  readonly idMarker: string;
  readonly listQuery: ListQuery;
}

/** A page may end between two versions of one key: then the next begins behind that version. */
function startOf({ store }: S3Call, { name, keyMarker, idMarker, listQuery }: Start) {
  const seek = (fromKey: string): Iterable<ObjectVersion> => store.versions.all(name, fromKey);
  if (idMarker === '') {
    const { prefix, delimiter } = listQuery;
    const fromKey = keyMarker === '' ? undefined : keyAfterMarker(keyMarker, prefix, delimiter);
    return { seek, fromKey };
  }
  const marked = store.versions.find(name, keyMarker, idMarker);
  if (!marked) throw invalidArgument('Invalid version id specified', 'version-id-marker');
  const behind = function* (fromKey: string): Iterable<ObjectVersion> {
    for (const version of seek(fromKey)) {
      if (version.key !== keyMarker || version.seq < marked.seq) yield version;
    }
  };
  return { seek: behind, fromKey: keyMarker };
}

function versionElement(
  version: ObjectVersion,
  { accountId }: S3Call,
  { encode }: ListQuery,
): XmlElement {
  const shared: readonly XmlElement[] = [
    ['Key', encode(version.key)],
    ['VersionId', version.versionId],
    ['IsLatest', version.isLatest],
    ['LastModified', new Date(version.modifiedMs).toISOString()],
    ['Owner', [['ID', accountId]]],
  ];
  if (version.isDeleteMarker) return ['DeleteMarker', shared];
  return [
    'Version',
    [
      ...shared,
      ['ETag', `"${version.etag}"`],
      ...checksumElements(version),
      ['Size', version.sizeBytes],
      ['StorageClass', 'STANDARD'],
    ],
  ];
}
