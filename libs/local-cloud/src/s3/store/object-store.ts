import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openBodyFiles, type BodyFiles } from './body-files.ts';
import { createBuckets, type Buckets } from './buckets.ts';
import { openDatabase } from './database.ts';
import { createUploads, type Uploads } from './uploads.ts';
import { createVersions, type Versions } from './versions.ts';

/** Everything that an S3 endpoint keeps: an index, and a file per body. */
export interface ObjectStore {
  readonly buckets: Buckets;
  readonly versions: Versions;
  readonly uploads: Uploads;
  readonly files: BodyFiles;
  close(): void;
}

/**
 * Open the store in a folder that this process owns.
 *
 * No key ever becomes a path: keys are values in the index, bodies have random names. So no key
 * can leave the folder, collide with another, or be too long for the disk.
 *
 * @param folder - exists, private to the user
 */
export async function openObjectStore(folder: string): Promise<ObjectStore> {
  const bodies = join(folder, 'bodies');
  await mkdir(bodies, { recursive: true, mode: 0o700 });
  const database = openDatabase(join(folder, 'index.sqlite'));
  const files = await openBodyFiles(bodies, database);
  return {
    buckets: createBuckets(database),
    versions: createVersions(database, files),
    uploads: createUploads(database, files),
    files,
    close: () => database.close(),
  };
}
