import type { Checksum } from '../checksums/checksum.ts';
import type { BodyPiece } from './body-files.ts';

/** What a sender said about an object, kept and given back. */
export interface ObjectAttributes {
  /** `content-type`, `cache-control` and the like, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** User metadata, without the prefix `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: readonly ObjectTag[];
  readonly checksum?: Checksum;
}

export interface ObjectTag {
  readonly key: string;
  readonly value: string;
}

/** An object at one time, or the mark that it was deleted. */
export interface ObjectVersion {
  /** Grows: of two versions of a key the later one has the larger. */
  readonly seq: number;
  readonly bucket: string;
  readonly key: string;
  /** `null`, the text, in a bucket without versioning. */
  readonly versionId: string;
  readonly isLatest: boolean;
  readonly isDeleteMarker: boolean;
  readonly sizeBytes: number;
  /** Without its quotes. */
  readonly etag: string;
  readonly modifiedMs: number;
  readonly attributes: ObjectAttributes;
  readonly body: readonly BodyPiece[];
}

/** A row of the table `versions`. */
export function toObjectVersion(row: Readonly<Record<string, unknown>>): ObjectVersion {
  return {
    seq: Number(row['seq']),
    bucket: String(row['bucket']),
    key: String(row['key']),
    versionId: String(row['version_id']),
    isLatest: row['is_latest'] === 1,
    isDeleteMarker: row['is_delete_marker'] === 1,
    sizeBytes: Number(row['size_bytes']),
    etag: String(row['etag']),
    modifiedMs: Number(row['modified_ms']),
    attributes: JSON.parse(String(row['attributes'])) as ObjectAttributes,
    body: JSON.parse(String(row['body'])) as readonly BodyPiece[],
  };
}
