import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** Where one data folder keeps an engine: `<dataDir>/postgres`, `<dataDir>/neo4j`. */
export interface StateFolder {
  readonly path: string;
  /** Held while an opener decides and starts. */
  readonly lockFile: string;
  /** Who runs the engine, and where it listens. */
  readonly ownerFile: string;
  /** Password of the engine's only user, mode 0600. */
  readonly passwordFile: string;
  /** Home of the cluster when it cannot lie here. */
  readonly clusterHomeFile: string;
}

/** Make the folder. Others may pass through it to the cluster, and can list nothing. */
export async function openStateFolder(
  dataDir: string,
  engine: 'postgres' | 'neo4j' = 'postgres',
): Promise<StateFolder> {
  const path = join(resolve(dataDir), engine);
  await mkdir(path, { recursive: true });
  await chmod(path, 0o711);
  return {
    path,
    lockFile: join(path, 'open.lock'),
    ownerFile: join(path, 'owner.json'),
    passwordFile: join(path, 'password'),
    clusterHomeFile: join(path, 'cluster-home'),
  };
}

/** The password of this folder's engine, made at random the first time. */
export async function ensurePassword(folder: StateFolder): Promise<string> {
  const known = await readIfPresent(folder.passwordFile);
  if (known !== undefined) return known;
  const password = randomBytes(24).toString('base64url');
  await writeWhole(folder.passwordFile, password);
  return password;
}

/** Text of a file; undefined when there is none. */
export async function readIfPresent(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
}

/** Write a file, mode 0600, so that a reader sees the old text or the new one, never a part. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const partial = `${path}.${randomUUID()}`;
  await writeFile(partial, text, { mode: 0o600 });
  await rename(partial, path).catch(async (error: unknown) => {
    await rm(partial, { force: true });
    throw error;
  });
}
