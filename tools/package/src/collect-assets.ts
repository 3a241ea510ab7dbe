import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AssetMissingError } from './asset-missing-error.ts';

/** One line of an app's asset list: a file or a folder, and where it goes inside the zip. */
export interface Asset {
  /** Relative to the app's folder; a folder brings every file below it. */
  readonly from: string;
  /** Relative to the root of the zip, with `/`. */
  readonly to: string;
}

/**
 * Read the files that travel beside the code: SQL, certificates.
 *
 * @param appRoot - folder of the app, absolute
 * @returns path inside the zip → bytes
 * @throws {AssetMissingError} when a listed path does not exist or a listed folder holds no file: a
 *   function without its SQL would fail only when it runs
 */
export async function collectAssets(
  appRoot: string,
  assets: readonly Asset[],
): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const { from, to } of assets) {
    const before = files.size;
    for (const [source, name] of await filesOf(join(appRoot, from), to)) {
      files.set(name, await readFile(source));
    }
    if (files.size === before) throw new AssetMissingError(from, appRoot);
  }
  return files;
}

async function filesOf(source: string, name: string): Promise<(readonly [string, string])[]> {
  const info = await stat(source).catch(() => undefined);
  if (!info) return [];
  if (info.isFile()) return [[source, name]];
  const children = await readdir(source);
  const nested = await Promise.all(
    children.map((child) => filesOf(join(source, child), `${name}/${child}`)),
  );
  return nested.flat();
}
