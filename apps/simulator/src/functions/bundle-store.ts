import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { PipelineError } from '@pipelines/core';
import { unpackZip } from './unpack-zip.ts';

/** A zip's content, unpacked. The same content always has the same folder. */
export interface Bundle {
  readonly sha256: string;
  readonly folder: string;
}

export interface BundleStore {
  /**
   * The bundle of the zip as it is on disk now. An unchanged file (time and size) is not read again.
   *
   * @throws {FunctionNotPackagedError} when there is no zip
   * @throws {UnsafeZipError} when it must not be unpacked
   */
  open(zipPath: string): Promise<Bundle>;
}

/**
 * Node reads the nearest package.json above a file to tell CommonJS from ESM. On AWS there is none
 * above /var/task; here it would be the one of the repository that the state folder lies in.
 */
const PACKAGE_BOUNDARY = '{}\n';

interface Known {
  readonly stamp: string;
  readonly bundle: Promise<Bundle>;
}

/** There is no zip to run. It has to be built first. */
export class FunctionNotPackagedError extends PipelineError {
  static {
    FunctionNotPackagedError.prototype.name = 'FunctionNotPackagedError';
  }
  readonly zipPath: string;
  constructor(zipPath: string) {
    super(`No function zip at "${zipPath}". Build it with: npx nx run-many -t package`);
    this.zipPath = zipPath;
  }
}

/**
 * Unpacks zips under `root`, one read-only folder per content hash.
 *
 * Several processes may share `root`: a folder appears under its final name only when complete, and
 * whoever finds it there uses it.
 *
 * @param root - created 0700 when missing
 */
export function createBundleStore(root: string): BundleStore {
  const known = new Map<string, Known>();
  return {
    async open(zipPath) {
      const stamp = await stampOf(zipPath);
      const last = known.get(zipPath);
      if (last?.stamp === stamp) return last.bundle;
      const bundle = unpackByContent(zipPath, root);
      known.set(zipPath, { stamp, bundle });
      // A refused zip is looked at again next time: it may have been replaced within one tick.
      bundle.catch(() => known.delete(zipPath));
      return bundle;
    },
  };
}

async function stampOf(zipPath: string): Promise<string> {
  try {
    const { mtimeNs, size, ino } = await stat(zipPath, { bigint: true });
    return `${mtimeNs}-${size}-${ino}`;
  } catch {
    throw new FunctionNotPackagedError(zipPath);
  }
}

async function unpackByContent(zipPath: string, root: string): Promise<Bundle> {
  const sha256 = await hashFile(zipPath);
  const folder = path.join(root, sha256);
  if (await exists(folder)) return { sha256, folder };
  await mkdir(root, { recursive: true, mode: 0o700 });
  await writeFile(path.join(root, 'package.json'), PACKAGE_BOUNDARY);
  const partial = path.join(root, `partial-${randomUUID()}`);
  try {
    await unpackZip(zipPath, partial);
    // Renaming a folder needs write access to it on some systems.
    await chmod(partial, 0o755);
    await rename(partial, folder);
    await chmod(folder, 0o555);
  } catch (error) {
    await removeReadOnlyFolder(partial);
    // Another process was first: its folder has the same content.
    if (!(await exists(folder))) throw error;
  }
  return { sha256, folder };
}

async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

async function exists(folder: string): Promise<boolean> {
  return (await stat(folder).catch(() => undefined)) !== undefined;
}

/** Remove a folder whose subfolders were made read-only; a missing one is fine. */
export async function removeReadOnlyFolder(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  for (const entry of entries) {
    if (entry.isDirectory()) await chmod(path.join(entry.parentPath, entry.name), 0o755);
  }
  await chmod(folder, 0o755).catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
}
