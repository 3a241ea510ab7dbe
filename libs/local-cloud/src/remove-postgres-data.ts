import { rm } from 'node:fs/promises';
import { clusterHomeOf } from './embedded/cluster.ts';
import { openStateFolder } from './state/state-folder.ts';

/**
 * Delete the engine data of a state folder: cluster, password, owner note, and the cluster's
 * home elsewhere if it had to lie there. To be called when no engine runs on it.
 */
export async function removePostgresData(dataDir: string): Promise<void> {
  const folder = await openStateFolder(dataDir);
  await rm(await clusterHomeOf(folder), { recursive: true, force: true });
  await rm(folder.path, { recursive: true, force: true });
}
