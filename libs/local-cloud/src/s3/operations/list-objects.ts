import { objectElement, prefixElements } from '../list-elements.ts';
import { collectPage, keyAfterMarker } from '../list-page.ts';
import { readListQuery } from '../list-query.ts';
import { requireBucket, type S3Operation } from '../s3-call.ts';
import { writeXml } from '../write-xml.ts';

/** ListObjects, the first version. It names where to go on only when there is a delimiter. */
export const listObjects: S3Operation = async (call) => {
  const { name } = requireBucket(call);
  const listQuery = readListQuery(call, 'max-keys');
  const { prefix, delimiter, limit, encodingType, encode } = listQuery;
  const marker = call.query.get('marker') ?? '';
  const { entries, commonPrefixes, nextMarker } = collectPage({
    seek: (fromKey) => call.store.versions.current(name, fromKey),
    prefix,
    delimiter,
    fromKey: marker === '' ? undefined : keyAfterMarker(marker, prefix, delimiter),
    limit,
  });
  const isMarkerShown = nextMarker !== undefined && delimiter !== undefined;
  return {
    status: 200,
    body: writeXml('ListBucketResult', [
      ['Name', name],
      ['Prefix', encode(prefix)],
      ['Marker', encode(marker)],
      ['NextMarker', isMarkerShown ? encode(nextMarker) : undefined],
      ['MaxKeys', limit],
      ['Delimiter', delimiter === undefined ? undefined : encode(delimiter)],
      ['EncodingType', encodingType],
      ['IsTruncated', nextMarker !== undefined],
      ...entries.map((version) => objectElement(version, listQuery)),
      ...prefixElements(commonPrefixes, listQuery),
    ]),
  };
};
