import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { BodyFiles, BodyPiece } from './body-files.ts';
import type { Bucket } from './buckets.ts';
import { inTransaction } from './database.ts';
import type { ObjectAttributes, ObjectVersion } from './object-version.ts';
import { createVersionRows, type NewRow } from './version-rows.ts';

/** An object whose body is on the disk already. */
export interface NewVersion {
  readonly key: string;
  readonly etag: string;
  readonly modifiedMs: number;
  readonly attributes: ObjectAttributes;
  readonly body: readonly BodyPiece[];
}

/** What a deletion did. */
export interface Deletion {
  /** Of the version that went, or of the delete marker that came; undefined without versioning. */
  readonly versionId: string | undefined;
  readonly isDeleteMarker: boolean;
}

export interface Versions {
  /** A version by its id, else the latest one. A delete marker is found, too. */
  find(bucket: string, key: string, versionId?: string): ObjectVersion | undefined;
  /** Current objects with a key of at least `fromKey`, in order of keys. */
  current(bucket: string, fromKey: string): Iterable<ObjectVersion>;
  /** Every version and delete marker, in order of keys, of each key the newest first. */
  all(bucket: string, fromKey: string): Iterable<ObjectVersion>;
  isEmpty(bucket: string): boolean;
  /**
   * Make an object the latest of its key. What it replaces goes, files included.
   *
   * @param within - more changes of the same transaction
   * @returns the id of the version
   */
  put(bucket: Bucket, version: NewVersion, within?: () => void): Promise<string>;
  setAttributes(version: ObjectVersion, attributes: ObjectAttributes): void;
  /** Remove one version, or the latest: for ever, or behind a delete marker, as versioning says. */
  delete(request: DeleteRequest): Promise<Deletion>;
}

export interface DeleteRequest {
  readonly bucket: Bucket;
  readonly key: string;
  readonly versionId?: string | undefined;
  readonly nowMs: number;
}

/** Version of everything that was written while versioning was not on. */
const NULL_VERSION = 'null';
const NOTHING: ObjectAttributes = { headers: {}, metadata: {}, tags: [] };

/** The objects of a store. */
export function createVersions(database: DatabaseSync, files: BodyFiles): Versions {
  const rows = createVersionRows(database, files);

  /** Put a row in the place of the one of the same version, if there is one. */
  const replace = async (row: NewRow, within?: () => void): Promise<void> => {
    const replaced = inTransaction(database, () => {
      const dropped = rows.drop(rows.find(row.bucket, row.key, row.versionId));
      rows.insert(row);
      within?.();
      return dropped;
    });
    await files.remove(replaced);
  };
  const remove = async (bucket: string, key: string, versionId: string): Promise<Deletion> => {
    const version = rows.find(bucket, key, versionId);
    const dropped = inTransaction(database, () => {
      const pieces = rows.drop(version);
      rows.markNewest(bucket, key);
      return pieces;
    });
    await files.remove(dropped);
    return { versionId, isDeleteMarker: version?.isDeleteMarker ?? false };
  };
  const hide = async ({ bucket, key, nowMs }: DeleteRequest): Promise<Deletion> => {
    const versionId = newVersionId(bucket);
    const marker = { etag: '', modifiedMs: nowMs, attributes: NOTHING, body: [] };
    await replace({ bucket: bucket.name, key, versionId, isDeleteMarker: true, ...marker });
    return { versionId, isDeleteMarker: true };
  };

  return {
    ...rows,
    async put(bucket, version, within) {
      const versionId = newVersionId(bucket);
      const row = { bucket: bucket.name, versionId, isDeleteMarker: false, ...version };
      await replace(row, within);
      return versionId;
    },
    async delete(request) {
      const { bucket, key, versionId } = request;
      if (versionId !== undefined) return remove(bucket.name, key, versionId);
      if (bucket.versioning) return hide(request);
      await remove(bucket.name, key, NULL_VERSION);
      return { versionId: undefined, isDeleteMarker: false };
    },
  };
}

function newVersionId({ versioning }: Bucket): string {
  return versioning === 'Enabled' ? randomBytes(24).toString('base64url') : NULL_VERSION;
}
