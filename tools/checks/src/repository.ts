import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** Folder of the repository. */
export const root = join(import.meta.dirname, '../../..');

const NOT_OURS = new Set([
  '.git',
  '.nx',
  '.simulator',
  'coverage',
  'dist',
  'node_modules',
  'test-output',
]);

/**
 * Paths of the repository's own files, relative to its root, with forward slashes, sorted.
 *
 * Walks the folders instead of asking git, so that a file is checked before it is committed and an
 * archive without `.git` can be checked too. Build outputs and dependencies are left out.
 *
 * @param matches - which paths to keep
 */
export function listFiles(matches: (path: string) => boolean): readonly string[] {
  const found: string[] = [];
  const walk = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (NOT_OURS.has(entry.name)) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else found.push(relative(root, path).split(sep).join('/'));
    }
  };
  walk(root);
  return found.filter(matches).sort();
}

/**
 * Text of one file of the repository.
 *
 * @param path - relative to the root
 * @throws the file system's error when there is no such file
 */
export function readText(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/**
 * Whether the repository has this file or folder.
 *
 * @param path - relative to the root
 */
export function hasPath(path: string): boolean {
  return existsSync(join(root, path));
}

/**
 * TypeScript sources of apps, libs and tools, tests and fixtures left out.
 *
 * @returns paths relative to the root; the `.mjs` files that must run before the install included
 */
export function listSources(): readonly string[] {
  return listFiles(
    (path) =>
      /^(apps|libs|tools)\/.*\.(ts|mjs|cjs)$/.test(path) &&
      !/\.test\.ts$|\.d\.ts$|\/test\/|\/bench\//.test(path),
  );
}

/** Folders of all packages: `apps/simulator`, `libs/core` and so on. */
export function listPackages(): readonly string[] {
  return listFiles((path) => /^(apps|libs|tools)\/[^/]+\/package\.json$/.test(path)).map((path) =>
    path.replace('/package.json', ''),
  );
}
