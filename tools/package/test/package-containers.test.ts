import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { packageApp } from '../src/package-app.ts';
import { packageContainers, type PackagedContainer } from '../src/package-containers.ts';
import { readZip } from '../src/read-zip.ts';
import { createFixtureRepository } from './fixture-repository.ts';

const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

const CONTAINER = {
  'package.json': JSON.stringify({ container: { functions: ['visits/count-visits'] } }),
  Dockerfile: 'FROM scratch\n',
  'src/main.ts': `import { double } from '../../../libs/numbers/src/double.ts';
    console.log(double(21));`,
};

interface Fixture {
  readonly root: string;
  readonly zip: Buffer;
  readonly packaged: readonly PackagedContainer[];
}

/** The fixture's repository with an app that runs its function in a container. */
async function packageFixture(hasZip = true): Promise<Fixture> {
  const { root, remove } = await createFixtureRepository();
  cleanups.push(remove);
  const appRoot = join(root, 'apps/container');
  await mkdir(join(appRoot, 'src'), { recursive: true });
  for (const [path, text] of Object.entries(CONTAINER)) await writeFile(join(appRoot, path), text);
  const visits = { appRoot: join(root, 'apps/visits'), outDir: join(root, 'dist/apps/visits') };
  const [app] = await packageApp({ repositoryRoot: root, ...visits });
  const packaged = await packageContainers({
    repositoryRoot: root,
    appRoot,
    outDir: join(root, 'dist/apps/container'),
    zipDir: join(root, hasZip ? 'dist/apps' : 'nowhere'),
  });
  return { root, zip: await readFile(app?.zipPath ?? ''), packaged };
}

/** Files below a folder by their paths. */
async function filesOf(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(
      paths
        .sort()
        .map(async (path) => [path.slice(folder.length + 1), await readFile(path)] as const),
    ),
  );
}

describe('packageContainers', () => {
  it('lays Dockerfile, entry and function side by side', async () => {
    const { root, packaged } = await packageFixture();

    const folder = join(root, 'dist/apps/container/count-visits');
    expect(packaged).toEqual([{ name: 'count-visits', folder, files: 4 }]);
    expect([...(await filesOf(folder)).keys()]).toEqual([
      'Dockerfile',
      'entry/index.js',
      'entry/index.js.map',
      'package.json',
      'task/index.js',
      'task/index.js.map',
      'task/sql/tasks/nested/two.sql',
      'task/sql/tasks/one.sql',
    ]);
  });

  it('takes the function from its zip, byte by byte', async () => {
    const { root, zip } = await packageFixture();

    const files = await filesOf(join(root, 'dist/apps/container/count-visits/task'));

    expect(new Map((await readZip(zip)).map(({ name, bytes }) => [name, bytes]))).toEqual(files);
  });

  it('makes the same files of the same sources in another folder', async () => {
    const [first, second] = [await packageFixture(), await packageFixture()];

    const folders = [first, second].map(({ root }) => join(root, 'dist/apps/container'));

    expect(await filesOf(folders[0] ?? '')).toEqual(await filesOf(folders[1] ?? ''));
  });

  it('refuses a function whose zip is not there', async () => {
    await expect(packageFixture(false)).rejects.toThrow(/ENOENT/);
  });
});
