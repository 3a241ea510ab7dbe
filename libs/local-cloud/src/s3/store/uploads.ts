import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { ChecksumAlgorithm, ChecksumType } from '../checksums/checksum.ts';
import type { BodyFiles, BodyPiece } from './body-files.ts';
import { inTransaction } from './database.ts';
import type { ObjectAttributes } from './object-version.ts';

/** What the object of an upload will have, decided when the upload begins. */
export interface UploadAttributes {
  readonly object: ObjectAttributes;
  readonly checksum?: { readonly algorithm: ChecksumAlgorithm; readonly type: ChecksumType };
}

/** An object that is being sent in parts. */
export interface Upload {
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  readonly createdMs: number;
  readonly attributes: UploadAttributes;
}

export interface UploadedPart {
  /** 1 to 10 000 */
  readonly number: number;
  readonly piece: BodyPiece;
  readonly etag: string;
  /** Base64, of the upload's algorithm. */
  readonly checksum: string | undefined;
  readonly modifiedMs: number;
}

export interface Uploads {
  create(upload: Omit<Upload, 'id'>): Upload;
  find(bucket: string, key: string, id: string): Upload | undefined;
  /** Of keys of at least `fromKey`, in order of keys, then of ids. */
  list(bucket: string, fromKey: string): Iterable<Upload>;
  /** By number, those above `afterNumber`. */
  parts(id: string, afterNumber?: number): readonly UploadedPart[];
  /** A part of the same number is replaced. */
  putPart(id: string, part: UploadedPart): Promise<void>;
  /** Within a transaction: the upload is over, `unused` parts are disowned. */
  close(id: string, unused: readonly UploadedPart[]): void;
  /** Drop the upload with all of its parts. */
  abort(id: string): Promise<void>;
}

/** The multipart uploads of a store that are neither complete nor aborted. */
export function createUploads(database: DatabaseSync, files: BodyFiles): Uploads {
  const statements = prepare(database);
  const parts = (id: string, afterNumber = 0): readonly UploadedPart[] =>
    statements.parts.all(id, afterNumber).map(toPart);
  const close = (id: string, unused: readonly UploadedPart[]): void => {
    statements.remove.run(id);
    files.disown(unused.map(({ piece }) => piece));
  };
  return {
    create(upload) {
      const id = randomBytes(32).toString('base64url');
      const { bucket, key, createdMs, attributes } = upload;
      statements.insert.run(id, bucket, key, createdMs, JSON.stringify(attributes));
      return { id, ...upload };
    },
    find(bucket, key, id) {
      const row = statements.find.get(id, bucket, key);
      return row && toUpload(row);
    },
    *list(bucket, fromKey) {
      for (const row of statements.list.iterate(bucket, fromKey)) yield toUpload(row);
    },
    parts,
    async putPart(id, part) {
      const replaced = inTransaction(database, () => {
        const row = statements.part.get(id, part.number);
        const pieces = row ? [toPart(row).piece] : [];
        statements.putPart.run(...partRow(id, part));
        files.own([part.piece]);
        files.disown(pieces);
        return pieces;
      });
      await files.remove(replaced);
    },
    close,
    async abort(id) {
      const dropped = parts(id);
      inTransaction(database, () => close(id, dropped));
      await files.remove(dropped.map(({ piece }) => piece));
    },
  };
}

function toUpload(row: Readonly<Record<string, unknown>>): Upload {
  return {
    id: String(row['id']),
    bucket: String(row['bucket']),
    key: String(row['key']),
    createdMs: Number(row['created_ms']),
    attributes: JSON.parse(String(row['attributes'])) as UploadAttributes,
  };
}

function partRow(id: string, part: UploadedPart): readonly (string | number | null)[] {
  const { number, piece, etag, checksum, modifiedMs } = part;
  return [id, number, piece.file, piece.sizeBytes, etag, checksum ?? null, modifiedMs];
}

function toPart(row: Readonly<Record<string, unknown>>): UploadedPart {
  const checksum = row['checksum'];
  return {
    number: Number(row['number']),
    piece: { file: String(row['file']), sizeBytes: Number(row['size_bytes']) },
    etag: String(row['etag']),
    checksum: typeof checksum === 'string' ? checksum : undefined,
    modifiedMs: Number(row['modified_ms']),
  };
}

function prepare(database: DatabaseSync) {
  return {
    insert: database.prepare(
      'insert into uploads (id, bucket, key, created_ms, attributes) values (?, ?, ?, ?, ?)',
    ),
    find: database.prepare('select * from uploads where id = ? and bucket = ? and key = ?'),
    list: database.prepare('select * from uploads where bucket = ? and key >= ? order by key, id'),
    remove: database.prepare('delete from uploads where id = ?'),
    parts: database.prepare(
      'select * from parts where upload_id = ? and number > ? order by number',
    ),
    part: database.prepare('select * from parts where upload_id = ? and number = ?'),
    putPart: database.prepare(
      `insert or replace into parts (upload_id, number, file, size_bytes, etag, checksum, modified_ms)
       values (?, ?, ?, ?, ?, ?, ?)`,
    ),
  };
}
