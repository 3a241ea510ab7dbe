import { createHash } from 'node:crypto';
import { chmod, chown, lstat, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  readIfPresent,
  writeWhole,
  ensurePassword,
  type StateFolder,
} from '../state/state-folder.ts';
import { HOME_PREFIX, HOMES_FOLDER, markHome, removeAbandonedHomes } from './abandoned-homes.ts';
import { EngineStartError } from './engine-start-error.ts';
import { canEnter, type EngineUser } from './engine-user.ts';
import { runProgram } from './run-program.ts';

/** The only role of an embedded cluster. */
export const CLUSTER_USER = 'pipelines';

/** What making a cluster needs. */
export interface ClusterOptions {
  readonly binaries: string;
  readonly user: EngineUser | undefined;
  readonly onProgress?: ((line: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Whether this folder already has an embedded cluster, whose data its next opening must find. */
export async function hasCluster(folder: StateFolder): Promise<boolean> {
  const home = await clusterHomeOf(folder);
  return lstat(join(home, 'data/PG_VERSION')).then(
    () => true,
    () => false,
  );
}

/** Where this folder's cluster lies, or would lie when all can reach it. */
export async function clusterHomeOf(folder: StateFolder): Promise<string> {
  return (await readIfPresent(folder.clusterHomeFile)) ?? join(folder.path, 'cluster');
}

/**
 * The data folder of this state folder's cluster; made by `initdb` the first time.
 *
 * A first run that is interrupted leaves nothing that a later one takes for a cluster.
 *
 * @returns path of the PostgreSQL data folder
 * @throws {EngineStartError} when `initdb` fails
 */
export async function ensureCluster(folder: StateFolder, options: ClusterOptions): Promise<string> {
  const home = await clusterHome(folder, options.user);
  const data = join(home, 'data');
  if (await hasCluster(folder)) return data;
  const partial = join(home, 'data.partial');
  await rm(partial, { recursive: true, force: true });
  try {
    options.onProgress?.(`Creating a database cluster in ${home}`);
    await initCluster(partial, await ensurePassword(folder), options);
    await rename(partial, data);
    return data;
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
}

async function initCluster(data: string, password: string, options: ClusterOptions): Promise<void> {
  const passwordFile = `${data}.password`;
  try {
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (options.user) await chown(passwordFile, options.user.uid, options.user.gid);
    const { code, output } = await runProgram(
      join(options.binaries, 'bin/initdb'),
      [
        ...['-D', data, '-U', CLUSTER_USER, '-A', 'scram-sha-256', '--pwfile', passwordFile],
        ...['--encoding=UTF8', '--locale=C', '--no-sync', '--no-instructions'],
      ],
      options,
    );
    if (code !== 0) throw new EngineStartError('initdb', output);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** Folder that belongs to the engine's user alone, below the state folder if it can get there. */
async function clusterHome(folder: StateFolder, user: EngineUser | undefined): Promise<string> {
  const remembered = await readIfPresent(folder.clusterHomeFile);
  if (remembered !== undefined) return makePrivate(remembered, user);
  if (await canEnter(folder.path, user)) return makePrivate(join(folder.path, 'cluster'), user);
  if (await hasCluster(folder)) {
    throw new EngineStartError('cluster folder', `uid ${user?.uid} cannot enter "${folder.path}"`);
  }
  await removeAbandonedHomes();
  const elsewhere = await makePrivate(fallbackHome(folder), user);
  await markHome(elsewhere, folder.path);
  // What is there belongs to a state folder of this name that was deleted with its password.
  await rm(join(elsewhere, 'data'), { recursive: true, force: true });
  await writeWhole(folder.clusterHomeFile, elsewhere);
  return elsewhere;
}

/** Named after the state folder, so that one that is deleted and made anew leaves no second. */
function fallbackHome(folder: StateFolder): string {
  const hash = createHash('sha256').update(folder.path).digest('hex').slice(0, 16);
  return join(HOMES_FOLDER, `${HOME_PREFIX}${hash}`);
}

/** /var/tmp is open to all: a folder or link that someone else put there is refused. */
async function makePrivate(path: string, user: EngineUser | undefined): Promise<string> {
  await mkdir(path, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  const stats = await lstat(path);
  const allowedUids = [user?.uid, process.getuid?.()];
  if (!stats.isDirectory() || !allowedUids.includes(stats.uid)) {
    throw new EngineStartError('cluster folder', `"${path}" belongs to someone else`);
  }
  if (user) await chown(path, user.uid, user.gid);
  await chmod(path, 0o700);
  return path;
}
