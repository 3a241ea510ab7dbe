import { access, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isAlive } from '../state/processes.ts';
import { readIfPresent } from '../state/state-folder.ts';
import { readPostmasterPid } from './postmaster-file.ts';

/** Where clusters lie whose state folder the engine's user cannot enter. */
export const HOMES_FOLDER = '/var/tmp';
export const HOME_PREFIX = 'pipelines-';

/** In a home: path of the state folder that it belongs to. */
const OWNER_FILE = 'state-folder';

/** Write down whose home this is, so that it can be told when nobody's. */
export async function markHome(home: string, stateFolder: string): Promise<void> {
  await writeFile(join(home, OWNER_FILE), stateFolder, { mode: 0o600 });
}

/**
 * Delete the homes whose state folder is gone: who deletes a state folder cannot know of them.
 *
 * A state folder counts as gone when the folder around its data folder is there without it; a
 * disk that is not mounted has taken both along. A home whose server runs is left alone.
 */
export async function removeAbandonedHomes(): Promise<void> {
  for (const name of await readdir(HOMES_FOLDER)) {
    const home = join(HOMES_FOLDER, name);
    if (name.startsWith(HOME_PREFIX) && (await isAbandoned(home))) {
      await rm(home, { recursive: true, force: true });
    }
  }
}

async function isAbandoned(home: string): Promise<boolean> {
  const stateFolder = await readIfPresent(join(home, OWNER_FILE)).catch(() => undefined);
  if (stateFolder === undefined || (await exists(stateFolder))) return false;
  const pid = await readPostmasterPid(join(home, 'data'));
  if (pid !== undefined && isAlive(pid)) return false;
  return exists(dirname(dirname(stateFolder)));
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
