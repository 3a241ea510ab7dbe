import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import { packageApp, type PackagedFunction } from '../src/package-app.ts';
import { createFixtureRepository, type FixtureOptions } from './fixture-repository.ts';
import { readZip, unpackZip } from '../src/read-zip.ts';

const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function packageFixture(options?: FixtureOptions): Promise<PackagedFunction> {
  const { root, remove } = await createFixtureRepository(options);
  cleanups.push(remove);
  const [packaged] = await packageApp({
    repositoryRoot: root,
    appRoot: join(root, 'apps/visits'),
    outDir: join(root, 'dist/apps/visits'),
  });
  if (!packaged) throw new Error('the fixture has one handler');
  return packaged;
}

async function unpack(zipPath: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'unpacked-'));
  cleanups.push(() => rm(folder, { recursive: true, force: true }));
  await unpackZip(await readZip(await readFile(zipPath)), folder);
  return folder;
}

describe('packageApp', () => {
  it('puts code, map and every asset into the zip, sorted and readable by all', async () => {
    const { name, zipPath } = await packageFixture();

    const entries = await readZip(await readFile(zipPath));

    expect(name).toBe('count-visits');
    expect(entries.map((entry) => entry.name)).toEqual([
      'index.js',
      'index.js.map',
      'sql/tasks/nested/two.sql',
      'sql/tasks/one.sql',
    ]);
    expect(new Set(entries.map((entry) => entry.mode))).toEqual(new Set([0o644]));
    expect(new Set(entries.map((entry) => entry.time.getFullYear()))).toEqual(new Set([1_980]));
  });

  it('makes the same bytes of the same sources in another folder', async () => {
    const first = await packageFixture();
    const second = await packageFixture();

    const zips = await Promise.all([readFile(first.zipPath), readFile(second.zipPath)]);

    expect(first.zipPath).not.toBe(second.zipPath);
    expect(zips[0].equals(zips[1])).toBe(true);
    expect(first.sha256).toBe(second.sha256);
  });

  it('maps our own files by their path in the repository, and no library', async () => {
    const { zipPath } = await packageFixture();

    const entries = await readZip(await readFile(zipPath));

    const map = JSON.parse(
      entries.find(({ name }) => name === 'index.js.map')?.bytes.toString() ?? '',
    ) as { sources: string[]; sourcesContent?: unknown };
    expect(map.sources.filter((source) => source !== '')).toEqual([
      'apps/visits/src/handlers/count-visits.ts',
      'libs/numbers/src/double.ts',
    ]);
    expect(map.sourcesContent).toBeUndefined();
  });

  it('makes a handler that runs in an empty folder, and whose errors keep their place', async () => {
    const { zipPath } = await packageFixture();
    const folder = await unpack(zipPath);
    const script = `
      const { handler } = require('./index.js');
      handler({ visits: 21 }).then((result) => console.log(JSON.stringify(result)))
        .then(() => handler({ visits: -1 })).catch((error) => console.log(error.stack));`;

    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--enable-source-maps', '-e', script],
      { cwd: folder, env: { LAMBDA_TASK_ROOT: folder } },
    );

    expect(stdout).toContain('{"doubled":42,"sql":"select 1;\\n"}');
    expect(stdout).toMatch(/apps\/visits\/src\/handlers\/count-visits\.ts:7:\d+/);
  });

  it('refuses an asset that is not there', async () => {
    const refused = packageFixture({ assetFrom: '../../sql/tasks/three.sql' });

    await expect(refused).rejects.toThrow('No file at "../../sql/tasks/three.sql"');
  });
});
