import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createLocalStore } from '../src/local/create-local-store.ts';
import { writeLocalFile } from '../src/local/write-local-file.ts';

let root: string;
let outside: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'local-store-'));
  outside = await mkdtemp(join(tmpdir(), 'local-outside-'));
});
afterEach(async () => {
  await rm(root, { recursive: true, force: true });
  await rm(outside, { recursive: true, force: true });
});

describe('createLocalStore', () => {
  it('counts a file that someone else put there', async () => {
    await mkdir(join(root, 'raw'));
    await writeFile(join(root, 'raw/a.csv'), 'abc');
    const store = createLocalStore(root);

    const before = await store.head('raw/a.csv');
    await writeFile(join(root, 'raw/a.csv'), 'abcd');
    const after = await store.head('raw/a.csv');

    expect(before).toMatchObject({ size: 3, metadata: {} });
    expect(after?.etag).not.toBe(before?.etag);
  });

  it('forgets what it knew of a file that someone else replaced', async () => {
    const store = createLocalStore(root);
    await store.write('a.csv', 'abc', { contentType: 'text/csv', metadata: { sha256: '1' } });
    await rm(join(root, 'a.csv'));
    await writeFile(join(root, 'a.csv'), 'xyz');

    const info = await store.head('a.csv');

    expect(info?.metadata).toEqual({});
    expect(info?.contentType).toBeUndefined();
  });

  it.each(['linked/a.csv', 'a-link.csv'])('does not follow %s out of its folder', async (key) => {
    await writeFile(join(outside, 'a.csv'), 'secret');
    await symlink(outside, join(root, 'linked'));
    await symlink(join(outside, 'a.csv'), join(root, 'a-link.csv'));
    const store = createLocalStore(root);

    const refused = { name: 'InvalidPathError' };
    await expect(store.readText(key)).rejects.toMatchObject(refused);
    await expect(store.write(key, 'x')).rejects.toMatchObject(refused);
    expect(await readdir(outside)).toEqual(['a.csv']);
  });

  it('keeps its own files out of reach and out of sight', async () => {
    const store = createLocalStore(root);
    await store.write('a', 'x');

    await expect(store.head('.file-store/parts/a')).rejects.toMatchObject({
      name: 'InvalidPathError',
    });
    const keys: string[] = [];
    for await (const { key } of store.list('')) keys.push(key);
    expect(keys).toEqual(['a']);
  });

  it('leaves no part and no old details behind', async () => {
    const store = createLocalStore(root);
    await store.write('a', 'one');
    await store.write('a', 'two');
    await store.write('a', 'three', { ifNoneMatch: '*' }).catch(() => undefined);

    expect(await readdir(join(root, '.file-store/parts'))).toEqual([]);
    expect(await readdir(join(root, '.file-store/details'))).toHaveLength(1);
  });

  it('loses to another process that was first by a moment', async () => {
    const path = join(root, 'lock');
    const late = writeLocalFile({
      root,
      key: 'lock',
      body: 'ours',
      options: { ifNoneMatch: '*' },
      // The look finds nothing, and before the file is put there the other one has come.
      infoOf: async (key) => {
        const found = await createLocalStore(root).head(key);
        if (!found) await writeFile(path, 'theirs');
        return found;
      },
    });

    await expect(late).rejects.toMatchObject({ name: 'PreconditionFailedError' });
    expect(await readFile(path, 'utf8')).toBe('theirs');
  });

  it('two stores of one folder agree on who was first', async () => {
    const stores = [createLocalStore(root), createLocalStore(root)];

    const attempts = await Promise.allSettled(
      stores.map((store, index) => store.write('lock', `${index}`, { ifNoneMatch: '*' })),
    );

    expect(attempts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});
