import { chmodSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/**
 * `versions.seq` grows: the newest version of a key has the largest. SQLite compares text by its
 * UTF-8 octets, which is S3's order of keys.
 */
const SCHEMA = `
  create table if not exists buckets (
    name text primary key,
    region text not null,
    created_ms integer not null,
    versioning text
  ) strict, without rowid;

  create table if not exists versions (
    seq integer primary key autoincrement,
    bucket text not null,
    key text not null,
    version_id text not null,
    is_latest integer not null,
    is_delete_marker integer not null,
    size_bytes integer not null,
    etag text not null,
    modified_ms integer not null,
    attributes text not null,
    body text not null,
    unique (bucket, key, version_id)
  ) strict;
  create index if not exists latest on versions (bucket, key) where is_latest = 1;
  create index if not exists history on versions (bucket, key, seq desc);

  create table if not exists uploads (
    id text primary key,
    bucket text not null,
    key text not null,
    created_ms integer not null,
    attributes text not null
  ) strict, without rowid;
  create index if not exists uploads_by_key on uploads (bucket, key, id);

  create table if not exists parts (
    upload_id text not null references uploads (id) on delete cascade,
    number integer not null,
    file text not null,
    size_bytes integer not null,
    etag text not null,
    checksum text,
    modified_ms integer not null,
    primary key (upload_id, number)
  ) strict, without rowid;

  -- Files that no version and no part holds: just being written, or to be removed.
  create table if not exists unowned_files (name text primary key) strict, without rowid;
`;

/**
 * Open the index of an object store: everything but the bodies.
 *
 * Commits are atomic, also when the process is killed. They are not synced one by one: after a
 * power cut the last ones may be missing, each of them whole.
 */
export function openDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file);
  chmodSync(file, 0o600);
  database.exec('pragma journal_mode = wal; pragma synchronous = normal;');
  database.exec(SCHEMA);
  return database;
}

/** Run `action` in one transaction: all of its changes, or none when it throws. */
export function inTransaction<Result>(database: DatabaseSync, action: () => Result): Result {
  database.exec('begin immediate');
  try {
    const result = action();
    database.exec('commit');
    return result;
  } catch (error) {
    database.exec('rollback');
    throw error;
  }
}
