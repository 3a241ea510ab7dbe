// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {{ version?: string, integrity?: string, link?: boolean, optional?: boolean, devOptional?: boolean }} LockEntry
 * @typedef {{ packages?: Record<string, LockEntry> }} LockFile
 */

/**
 * True when `node_modules` already holds what `package-lock.json` asks for, so that `npm ci`, which
 * takes half a minute even when nothing changed, can be skipped.
 *
 * npm writes what it installed to `node_modules/.package-lock.json`. Optional packages of other
 * platforms are missing there by design; everything else must be present with the same integrity.
 *
 * @param {string} root - folder of the repository
 * @returns {boolean} false as well when a lock file is missing or cannot be parsed
 */
export function isLockSatisfied(root) {
  const wanted = readLock(join(root, 'package-lock.json'));
  const installed = readLock(join(root, 'node_modules/.package-lock.json'));
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes('node_modules/')) return true;
    const found = installed[path];
    if (!found) return Boolean(entry.optional);
    return (
      found.version === entry.version &&
      found.integrity === entry.integrity &&
      Boolean(found.link) === Boolean(entry.link)
    );
  });
}

/**
 * @param {string} file
 * @returns {Record<string, LockEntry> | undefined}
 */
function readLock(file) {
  try {
    /** @type {LockFile} */
    const lock = JSON.parse(readFileSync(file, 'utf8'));
    return lock.packages;
  } catch {
    return undefined;
  }
}
