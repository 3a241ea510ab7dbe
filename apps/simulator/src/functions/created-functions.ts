import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PipelineError } from '@pipelines/core';
import { fileName } from '../executions/state-paths.ts';
import { readJsonFile, writeJsonFile } from '../machines/json-file.ts';
import { createBundleStore } from './bundle-store.ts';
import type { HostedFunction } from './hosted-function.ts';

/** What a client decides about a function that it creates. */
export interface FunctionSettings extends HostedFunction {
  readonly accountId: string;
  readonly runtime: string;
  readonly handler: string;
  readonly role: string;
  readonly description: string;
  readonly ephemeralMb: number;
  readonly architectures: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** A function that a client created, as it is kept. */
export interface CreatedFunction extends FunctionSettings {
  readonly revisionId: string;
  readonly modifiedMs: number;
  readonly code: CodeFacts;
}

interface CodeFacts {
  /** Of the zip, in hexadecimal. */
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** There is a function of this name already. */
export class FunctionExistsError extends PipelineError {
  static {
    FunctionExistsError.prototype.name = 'FunctionExistsError';
  }
  constructor(name: string) {
    super(`Function already exist: ${name}`);
  }
}

export interface CreatedFunctions {
  read(accountId: string, name: string): CreatedFunction | undefined;
  /** All of an account, in no order. */
  list(accountId: string): readonly CreatedFunction[];
  zipPathOf(one: CreatedFunction): string;
  /** @throws {FunctionExistsError | UnsafeZipError} nothing is kept then */
  create(settings: FunctionSettings, zip: Uint8Array): Promise<CreatedFunction>;
  /** The function with other code; undefined when it was removed. @throws {UnsafeZipError} */
  replaceCode(one: CreatedFunction, zip: Uint8Array): Promise<CreatedFunction | undefined>;
  /** Whether Lambda would take the zip. @throws {UnsafeZipError} */
  check(zip: Uint8Array): Promise<CodeFacts>;
  remove(one: CreatedFunction): void;
}

const RECORD = 'function.json';

/**
 * Functions that clients created: `<root>/<account>/<name>/function.json` and its zip.
 *
 * The zip is there, and known to unpack, before the record that names it; who reads the record
 * meanwhile finds the old one or the new one. The zip before the last is kept: a call that is about
 * to start may still mean it.
 *
 * @param root - created 0700 when the first function is
 * @param bundlesRoot - unpacked zips, shared with the function host
 * @param now - in ms since 1970
 */
export function createCreatedFunctions(
  root: string,
  { bundlesRoot, now }: { readonly bundlesRoot: string; readonly now: () => number },
): CreatedFunctions {
  const folderOf = (accountId: string, name: string): string =>
    path.join(root, fileName(accountId), fileName(name));
  const read: CreatedFunctions['read'] = (accountId, name) =>
    readJsonFile<CreatedFunction>(path.join(folderOf(accountId, name), RECORD));
  const zipPathOf: CreatedFunctions['zipPathOf'] = ({ accountId, name, code }) =>
    path.join(folderOf(accountId, name), `${code.sha256}.zip`);

  /** Nothing in here waits, so nothing of this process comes between. */
  const keep = (settings: FunctionSettings, staged: StagedZip): CreatedFunction => {
    const { code } = staged;
    const one = { ...settings, code, revisionId: randomUUID(), modifiedMs: now() };
    const folder = folderOf(one.accountId, one.name);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const previous = read(one.accountId, one.name);
    renameSync(staged.path, zipPathOf(one));
    writeJsonFile(path.join(folder, RECORD), one);
    removeZips(folder, [code.sha256, previous?.code.sha256]);
    return one;
  };
  return {
    read,
    zipPathOf,
    list: (accountId) =>
      foldersIn(path.join(root, fileName(accountId))).flatMap(
        (folder) => readJsonFile<CreatedFunction>(path.join(folder, RECORD)) ?? [],
      ),
    check: (zip) => withStagedZip(zip, { root, bundlesRoot }, ({ code }) => code),
    create: (settings, zip) =>
      withStagedZip(zip, { root, bundlesRoot }, (staged) => {
        const { accountId, name } = settings;
        if (read(accountId, name)) throw new FunctionExistsError(name);
        return keep(settings, staged);
      }),
    replaceCode: ({ accountId, name }, zip) =>
      withStagedZip(zip, { root, bundlesRoot }, (staged) => {
        const latest = read(accountId, name);
        return latest && keep(latest, staged);
      }),
    remove({ accountId, name }) {
      const folder = folderOf(accountId, name);
      rmSync(path.join(folder, RECORD), { force: true });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface StagedZip {
  readonly path: string;
  readonly code: CodeFacts;
}

/** Write a zip, unpack it once, and use it. It is gone afterwards unless it was moved. */
async function withStagedZip<T>(
  zip: Uint8Array,
  { root, bundlesRoot }: { readonly root: string; readonly bundlesRoot: string },
  use: (staged: StagedZip) => T,
): Promise<T> {
  await mkdir(root, { recursive: true, mode: 0o700 });
  const staged = path.join(root, `${randomUUID()}.partial`);
  try {
    await writeFile(staged, zip, { mode: 0o600 });
    await createBundleStore(bundlesRoot).open(staged);
    const sha256 = createHash('sha256').update(zip).digest('hex');
    return use({ path: staged, code: { sha256, sizeBytes: zip.length } });
  } finally {
    await rm(staged, { force: true });
  }
}

function removeZips(folder: string, kept: readonly (string | undefined)[]): void {
  for (const file of readdirSync(folder)) {
    const isOld = file.endsWith('.zip') && !kept.includes(path.basename(file, '.zip'));
    if (isOld) rmSync(path.join(folder, file), { force: true });
  }
}

function foldersIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).map((name) => path.join(folder, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
