import { lstat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Folders for programs that are kept from run to run, in order of preference.
 *
 * Root shares with nobody's processes, so its own home will not do. A caller takes the first
 * that `isOursAlone`.
 */
export function cacheFolders(env: Readonly<Record<string, string | undefined>>): string[] {
  const uid = process.getuid?.() ?? 0;
  const chosen = env['PIPELINES_CACHE_DIR'];
  const home = env['XDG_CACHE_HOME'] ?? (env['HOME'] && join(env['HOME'], '.cache'));
  const usual = uid === 0 ? ['/var/cache/pipelines'] : home ? [join(home, 'pipelines')] : [];
  return [...(chosen ? [chosen] : []), ...usual, join(tmpdir(), `pipelines-cache-${uid}`)];
}

/** Programs are run from here: nobody else may be able to put theirs in their place. */
export async function isOursAlone(folder: string): Promise<boolean> {
  const stats = await lstat(folder);
  const isOurs = stats.isDirectory() && stats.uid === (process.getuid?.() ?? stats.uid);
  return isOurs && (stats.mode & 0o022) === 0;
}
