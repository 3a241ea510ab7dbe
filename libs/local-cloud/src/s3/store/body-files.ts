import { randomUUID } from 'node:crypto';
import { mkdir, open, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { createBodyWriter, type BodyWriter } from './body-writer.ts';
import { createFilePins } from './file-pins.ts';
import { readPieces } from './read-pieces.ts';

/** One file of an object's body. An object that came in parts has one per part. */
export interface BodyPiece {
  /** Name below `bodies/`: two hex digits, a slash, an id. Nothing of the key. */
  readonly file: string;
  readonly sizeBytes: number;
}

/** Octets of a body, both ends included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** The files that hold the bodies of objects and parts, never changed once they are written. */
export interface BodyFiles {
  /** A new file. It is removed at the next opening unless a transaction has called `own` for it. */
  create(): Promise<BodyWriter>;
  /** Within the transaction that makes them part of an object: they stay. */
  own(pieces: readonly BodyPiece[]): void;
  /** Within the transaction that drops them: from now on nobody can find them. */
  disown(pieces: readonly BodyPiece[]): void;
  /**
   * Remove files that were disowned, or never owned; those being read go when the reading ends.
   * One that cannot be removed now goes at the next opening: the request has succeeded already.
   */
  remove(pieces: readonly BodyPiece[]): Promise<void>;
  /** The octets of a body, or of a range of it; a reader that stops early must call `return`. */
  read(pieces: readonly BodyPiece[], range?: ByteRange): AsyncIterableIterator<Buffer, undefined>;
}

const WHOLE: ByteRange = { first: 0, last: Infinity };

/**
 * Open the body files below `folder`, and remove those that a killed process left.
 *
 * @param database - records which files have no owner
 */
export async function openBodyFiles(folder: string, database: DatabaseSync): Promise<BodyFiles> {
  const insert = database.prepare('insert into unowned_files (name) values (?)');
  const erase = database.prepare('delete from unowned_files where name = ?');
  const pins = createFilePins();
  const unlink = async (file: string): Promise<void> => {
    await rm(join(folder, file), { force: true });
    // A reader may end after the store was closed; the next opening removes the row.
    if (database.isOpen) erase.run(file);
  };

  for (const { name } of database.prepare('select name from unowned_files').all()) {
    await unlink(String(name));
  }
  return {
    async create() {
      const id = randomUUID();
      const file = `${id.slice(0, 2)}/${id}`;
      insert.run(file);
      return createBodyWriter(file, await openNew(join(folder, file)), () => unlink(file));
    },
    own: (pieces) => pieces.forEach(({ file }) => erase.run(file)),
    disown: (pieces) => pieces.forEach(({ file }) => insert.run(file)),
    async remove(pieces) {
      for (const { file } of pieces) {
        await pins.whenFree(file, () => unlink(file).catch(() => undefined));
      }
    },
    read: (pieces, range = WHOLE) => readPieces(folder, pins, pieces, range),
  };
}

async function openNew(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    return open(path, 'wx', 0o600);
  }
}
