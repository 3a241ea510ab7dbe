import { randomUUID } from 'node:crypto';
import type { PostgresConnection, PostgresProvider } from '../postgres-engine.ts';
import { identifyProcess, isSameProcessAlive, type ProcessIdentity } from './processes.ts';
import { readIfPresent, writeWhole, type StateFolder } from './state-folder.ts';

/** The process that runs a folder's engine; read by a second opener. */
export interface Owner {
  /** Undefined once that process has stopped the engine. */
  readonly process?: ProcessIdentity;
  readonly provider: PostgresProvider;
  readonly connection: Omit<PostgresConnection, 'password'>;
  /** Distinguishes this opening from a later one by the same process. */
  readonly token: string;
}

/** Who owns the engine of this folder; undefined when nobody does, or the owner has died. */
export async function readLiveOwner(folder: StateFolder): Promise<Owner | undefined> {
  const owner = await readOwner(folder);
  return owner?.process && (await isSameProcessAlive(owner.process)) ? owner : undefined;
}

/**
 * Write down that this process runs the engine.
 *
 * @returns a function that takes the note back, unless a later owner has replaced it
 */
export async function claimEngine(
  folder: StateFolder,
  provider: PostgresProvider,
  { host, port, database, user }: PostgresConnection,
): Promise<() => Promise<void>> {
  const identity = await identifyProcess(process.pid);
  if (!identity) throw new Error('This process cannot read its own start time.');
  const token = randomUUID();
  const engine: Owner = { provider, connection: { host, port, database, user }, token };
  await writeOwner(folder, { process: identity, ...engine });
  return async () => {
    if ((await readOwner(folder))?.token === token) await writeOwner(folder, engine);
  };
}

/** Port of the last engine, so that a restart listens where people look for it. */
export async function lastPort(folder: StateFolder): Promise<number | undefined> {
  return (await readOwner(folder))?.connection.port;
}

function writeOwner(folder: StateFolder, owner: Owner): Promise<void> {
  return writeWhole(folder.ownerFile, JSON.stringify(owner, undefined, 2));
}

async function readOwner(folder: StateFolder): Promise<Owner | undefined> {
  const text = await readIfPresent(folder.ownerFile);
  return text === undefined ? undefined : (JSON.parse(text) as Owner);
}
