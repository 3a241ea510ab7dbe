import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmod, mkdir, mkdtemp, readdir, readlink, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { prepareBinaries } from './binaries-cache.ts';
import { findEmbeddedPackage, type EmbeddedPackage } from './embedded-package.ts';
import { engineUser } from './engine-user.ts';

let folder: string;
let source: EmbeddedPackage;
const user = engineUser();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'binaries-cache-test-'));
  await chmod(folder, 0o755);
  const found = await findEmbeddedPackage();
  if (!found) throw new Error('the optional package of the binaries is not installed');
  source = found;
});

afterEach(() => rm(folder, { recursive: true }));

const prepareIn = (cache: string, more = {}): Promise<string> =>
  prepareBinaries(source, { user, env: { PIPELINES_CACHE_DIR: cache }, ...more });

describe('prepareBinaries', () => {
  it('copies the binaries once, readable by all and writable by their owner', async () => {
    const lines: string[] = [];
    const onProgress = (line: string): unknown => lines.push(line);

    const binaries = await prepareIn(folder, { onProgress });
    await prepareIn(folder, { onProgress });

    expect(binaries).toBe(join(folder, 'postgres-18.4.0-beta.17-linux-x64'));
    expect(lines).toEqual([`Copying PostgreSQL 18.4.0-beta.17 to ${binaries}`]);
    expect((await stat(join(binaries, 'bin/postgres'))).mode & 0o777).toBe(0o755);
    expect((await stat(join(binaries, 'share'))).mode & 0o777).toBe(0o755);
    expect(await readlink(join(binaries, 'lib/libicuuc.so.60'))).toBe('libicuuc.so.60.2');
  });

  it('lets two callers copy at the same time and leaves one copy', async () => {
    const [one, two] = await Promise.all([prepareIn(folder), prepareIn(folder)]);

    expect(one).toBe(two);
    expect(await readdir(folder)).toEqual([basename(one)]);
  });

  it('removes the half copy of a process that was killed', async () => {
    await mkdir(join(folder, 'postgres-18.4.0-beta.17-linux-x64.partial-999999999.x'));

    const binaries = await prepareIn(folder);

    expect(await readdir(folder)).toEqual([basename(binaries)]);
  });

  it('does not run binaries from a folder that others can write to', async () => {
    await chmod(folder, 0o777);

    const binaries = await prepareIn(folder);

    expect(binaries.startsWith(folder)).toBe(false);
    expect(await readdir(folder)).toEqual([]);
  });

  it('passes over a folder that the engine cannot enter', async () => {
    const closed = join(folder, 'closed');
    await mkdir(closed, { mode: user ? 0o700 : 0o000 });

    const binaries = await prepareIn(join(closed, 'cache'));

    expect(binaries.startsWith(folder)).toBe(false);
  });

  it('ends at the signal and leaves no half copy', async () => {
    const aborted = new AbortController();

    const preparing = prepareIn(folder, {
      signal: aborted.signal,
      onProgress: () => aborted.abort(new Error('enough')),
    });

    await expect(preparing).rejects.toThrow('enough');
    expect(await readdir(folder)).toEqual([]);
  });
});
