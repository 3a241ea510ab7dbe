import type { DatabaseSync } from 'node:sqlite';
import type { BodyFiles, BodyPiece } from './body-files.ts';
import { toObjectVersion, type ObjectAttributes, type ObjectVersion } from './object-version.ts';

/** A version that is not in the index yet. */
export interface NewRow {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string;
  readonly isDeleteMarker: boolean;
  readonly etag: string;
  readonly modifiedMs: number;
  readonly attributes: ObjectAttributes;
  readonly body: readonly BodyPiece[];
}

/** The table `versions`. What changes it runs within a transaction of the caller. */
export interface VersionRows {
  find(bucket: string, key: string, versionId?: string): ObjectVersion | undefined;
  current(bucket: string, fromKey: string): Iterable<ObjectVersion>;
  all(bucket: string, fromKey: string): Iterable<ObjectVersion>;
  isEmpty(bucket: string): boolean;
  /** The new version becomes the latest of its key, its files are owned. */
  insert(row: NewRow): void;
  /** Disowns the files of a version and returns them. */
  drop(version: ObjectVersion | undefined): readonly BodyPiece[];
  /** After a drop: the newest version that is left is the latest. */
  markNewest(bucket: string, key: string): void;
  setAttributes(version: ObjectVersion, attributes: ObjectAttributes): void;
}

/** Access to the rows, by prepared statements. */
export function createVersionRows(database: DatabaseSync, files: BodyFiles): VersionRows {
  const statements = prepare(database);
  return {
    find(bucket, key, versionId) {
      const row =
        versionId === undefined
          ? statements.latest.get(bucket, key)
          : statements.byId.get(bucket, key, versionId);
      return row && toObjectVersion(row);
    },
    current: (bucket, fromKey) => mapRows(statements.current.iterate(bucket, fromKey)),
    all: (bucket, fromKey) => mapRows(statements.all.iterate(bucket, fromKey)),
    isEmpty: (bucket) => statements.any.get(bucket) === undefined,
    insert({ bucket, key, versionId, isDeleteMarker, etag, modifiedMs, attributes, body }) {
      const sizeBytes = body.reduce((sum, piece) => sum + piece.sizeBytes, 0);
      statements.unmark.run(bucket, key);
      statements.insert.run(
        bucket,
        key,
        versionId,
        isDeleteMarker ? 1 : 0,
        sizeBytes,
        etag,
        modifiedMs,
        JSON.stringify(attributes),
        JSON.stringify(body),
      );
      files.own(body);
    },
    drop(version) {
      if (!version) return [];
      statements.remove.run(version.seq);
      files.disown(version.body);
      return version.body;
    },
    markNewest: (bucket, key) => void statements.markNewest.run(bucket, key, bucket, key),
    setAttributes: ({ seq }, attributes) =>
      void statements.setAttributes.run(JSON.stringify(attributes), seq),
  };
}

function* mapRows(rows: Iterable<Readonly<Record<string, unknown>>>): Iterable<ObjectVersion> {
  for (const row of rows) yield toObjectVersion(row);
}

function prepare(database: DatabaseSync) {
  const one = 'select * from versions where bucket = ? and key = ?';
  return {
    latest: database.prepare(`${one} and is_latest = 1`),
    byId: database.prepare(`${one} and version_id = ?`),
    any: database.prepare('select 1 from versions where bucket = ? limit 1'),
    current: database.prepare(
      'select * from versions where bucket = ? and key >= ? and is_latest = 1 and is_delete_marker = 0 order by key',
    ),
    all: database.prepare(
      'select * from versions where bucket = ? and key >= ? order by key, seq desc',
    ),
    unmark: database.prepare(
      'update versions set is_latest = 0 where bucket = ? and key = ? and is_latest = 1',
    ),
    insert: database.prepare(
      `insert into versions (bucket, key, version_id, is_latest, is_delete_marker, size_bytes, etag,
         modified_ms, attributes, body)
       values (?, ?, ?, 1, ?, ?, ?, ?, ?, ?)`,
    ),
    remove: database.prepare('delete from versions where seq = ?'),
    markNewest: database.prepare(
      `update versions set is_latest = 1
       where bucket = ? and key = ?
         and seq = (select max(seq) from versions where bucket = ? and key = ?)`,
    ),
    setAttributes: database.prepare('update versions set attributes = ? where seq = ?'),
  };
}
