import { objectElement, prefixElements } from '../list-elements.ts';
import { collectPage, keyAfterMarker } from '../list-page.ts';
import { invalidArgument, readListQuery, type ListQuery } from '../list-query.ts';
import { requireBucket, type S3Call, type S3Operation } from '../s3-call.ts';
import { writeXml, type XmlElement } from '../write-xml.ts';

/** ListObjectsV2. A continuation token is the last key or prefix of the page before, in base64. */
export const listObjectsV2: S3Operation = async (call) => {
  const { name } = requireBucket(call);
  const listQuery = readListQuery(call, 'max-keys');
  const { prefix, delimiter, limit, encodingType, encode } = listQuery;
  const token = call.query.get('continuation-token');
  const startAfter = call.query.get('start-after');
  const page = collectPage({
    seek: (fromKey) => call.store.versions.current(name, fromKey),
    prefix,
    delimiter,
    fromKey: firstKey(token, startAfter, listQuery),
    limit,
  });
  const { nextMarker } = page;
  return {
    status: 200,
    body: writeXml('ListBucketResult', [
      ['Name', name],
      ['Prefix', encode(prefix)],
      ['StartAfter', startAfter === undefined ? undefined : encode(startAfter)],
      ['ContinuationToken', token],
      [
        'NextContinuationToken',
        nextMarker === undefined ? undefined : Buffer.from(nextMarker).toString('base64url'),
      ],
      ['KeyCount', page.entries.length + page.commonPrefixes.length],
      ['MaxKeys', limit],
      ['Delimiter', delimiter === undefined ? undefined : encode(delimiter)],
      ['EncodingType', encodingType],
      ['IsTruncated', nextMarker !== undefined],
      ...page.entries.map((version) => withOwner(call, objectElement(version, listQuery))),
      ...prefixElements(page.commonPrefixes, listQuery),
    ]),
  };
};

function firstKey(
  token: string | undefined,
  startAfter: string | undefined,
  { prefix, delimiter }: ListQuery,
): string | undefined {
  if (token === undefined) return startAfter === undefined ? undefined : `${startAfter}\0`;
  const marker = Buffer.from(token, 'base64url').toString('utf8');
  if (token === '' || Buffer.from(marker).toString('base64url') !== token) {
    throw invalidArgument('The continuation token provided is incorrect', 'continuation-token');
  }
  return keyAfterMarker(marker, prefix, delimiter);
}

function withOwner({ query, accountId }: S3Call, [name, content]: XmlElement): XmlElement {
  if (query.get('fetch-owner') !== 'true' || !Array.isArray(content)) return [name, content];
  return [name, [...(content as readonly XmlElement[]), ['Owner', [['ID', accountId]]]]];
}
