import { createHash } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { mkdir, realpath } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { AccessDeniedError, InvalidPathError, StorageUnavailableError } from '../errors.ts';
import { assertKey } from '../keys.ts';

/** Folder of the store's own files, inside its root; no key may begin with it. */
export const OWN_FOLDER = '.file-store';

/**
 * The file of a key, after a look that neither the key nor a symbolic link leads out of the root.
 *
 * @param root - the store's folder; made when it is not there
 * @throws {InvalidPathError}
 */
export async function pathOfKey(root: string, key: string): Promise<string> {
  assertKey(key);
  const segments = key.split('/');
  if (segments[0] === OWN_FOLDER) throw new InvalidPathError(`Keys in ${OWN_FOLDER} are reserved`);
  await mkdir(root, { recursive: true });
  const path = join(root, ...segments);
  const [realRoot, realParent] = await Promise.all([realpath(root), nearestRealPath(path)]);
  if (realParent !== realRoot && !realParent.startsWith(realRoot + sep)) {
    throw new InvalidPathError('The key leads out of the store through a symbolic link');
  }
  return path;
}

async function nearestRealPath(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (!isAbsence(error)) throw error;
    return nearestRealPath(dirname(path));
  }
}

/**
 * Where content type, metadata and etag of one version of a file stand.
 *
 * The name holds the version (inode and time of writing): details can be there before the file is,
 * and never belong to another version. A file that someone else put there has none.
 */
export function detailsPath(root: string, key: string, { ino, mtimeNs }: BigIntStats): string {
  const name = createHash('md5').update(key).digest('hex');
  return join(root, OWN_FOLDER, 'details', `${name}-${ino}-${mtimeNs}.json`);
}

/** Nothing is there: neither the file nor, perhaps, its folder. */
export function isAbsence(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(codeOf(error));
}

/** A file is already there. */
export function isTaken(error: unknown): boolean {
  return codeOf(error) === 'EEXIST';
}

/** Put an error of the file system into the words of every store. */
export function translateFileError(error: unknown, key: string): Error {
  const code = codeOf(error);
  if (code === '') return error as Error;
  const place = `local file "${key}"`;
  if (['EACCES', 'EPERM', 'EROFS'].includes(code)) {
    return new AccessDeniedError(place, code, { cause: error });
  }
  return new StorageUnavailableError(place, code, { cause: error });
}

/** By shape and not by class: an error of the system may come from another realm than ours. */
function codeOf(error: unknown): string {
  const isSystems = typeof error === 'object' && error !== null && 'syscall' in error;
  return isSystems && 'code' in error ? String(error.code) : '';
}
