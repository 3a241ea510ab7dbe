import { join } from 'node:path';
import { readIfPresent, writeWhole } from '../state/state-folder.ts';
import type { StoredSecret } from './stored-secret.ts';

/** The secrets of an account. */
export interface SecretStore {
  /** By name, by ARN, or by an ARN without its six random characters. */
  find(id: string): StoredSecret | undefined;
  /** In order of names. */
  list(): readonly StoredSecret[];
  /** Resolves when it is on the disk. */
  put(secret: StoredSecret): Promise<void>;
  delete(name: string): Promise<void>;
}

/** The secrets of a folder, in memory and in one file of mode 0600. */
export interface SecretStores {
  /** Names are unique in an account. @param accountId - twelve digits */
  ofAccount(accountId: string): SecretStore;
}

/**
 * Read the secrets of a folder that this process owns.
 *
 * The file is written anew at each change, under another name first: a killed process leaves the
 * old one or the new one.
 */
export async function openSecretStores(folder: string): Promise<SecretStores> {
  const file = join(folder, 'secrets.json');
  const text = await readIfPresent(file);
  const stored = text === undefined ? [] : (JSON.parse(text) as readonly StoredSecret[]);
  const secrets = new Map(stored.map((secret) => [keyOf(secret), secret]));
  let writing: Promise<void> = Promise.resolve();

  /** One write after another, each of what is there when its turn comes. */
  const save = (): Promise<void> => {
    const write = (): Promise<void> => writeWhole(file, JSON.stringify([...secrets.values()]));
    const saved = writing.then(write);
    writing = saved.catch(() => undefined);
    return saved;
  };
  return {
    ofAccount(accountId) {
      const list = (): readonly StoredSecret[] =>
        [...secrets.values()].filter(({ arn }) => accountOf(arn) === accountId);
      return {
        find: (id) =>
          secrets.get(`${accountId}/${id}`) ??
          list().find(({ arn }) => arn === id || arn.replace(/-\w{6}$/, '') === id),
        list: () => list().toSorted((a, b) => (a.name < b.name ? -1 : 1)),
        put(secret) {
          secrets.set(keyOf(secret), secret);
          return save();
        },
        delete(name) {
          secrets.delete(`${accountId}/${name}`);
          return save();
        },
      };
    },
  };
}

function keyOf({ arn, name }: StoredSecret): string {
  return `${accountOf(arn)}/${name}`;
}

/** `arn:aws:secretsmanager:us-east-1:000000000000:secret:…` */
function accountOf(arn: string): string {
  return arn.split(':')[4] ?? '';
}
