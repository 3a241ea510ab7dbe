import type { ListQuery } from './list-query.ts';
import type { ObjectVersion } from './store/object-version.ts';
import type { XmlElement } from './write-xml.ts';

/** An object as the lists of objects show it. */
export function objectElement(version: ObjectVersion, { encode }: ListQuery): XmlElement {
  return [
    'Contents',
    [
      ['Key', encode(version.key)],
      ['LastModified', new Date(version.modifiedMs).toISOString()],
      ['ETag', `"${version.etag}"`],
      ...checksumElements(version),
      ['Size', version.sizeBytes],
      ['StorageClass', 'STANDARD'],
    ],
  ];
}

/** The rolled-up prefixes of a page. */
export function prefixElements(
  prefixes: readonly string[],
  { encode }: ListQuery,
): readonly XmlElement[] {
  return prefixes.map((prefix) => ['CommonPrefixes', [['Prefix', encode(prefix)]]]);
}

/** Which checksum an object has; the value takes a HeadObject. */
export function checksumElements({ attributes }: ObjectVersion): readonly XmlElement[] {
  return [
    ['ChecksumAlgorithm', attributes.checksum?.algorithm],
    ['ChecksumType', attributes.checksum?.type],
  ];
}
