import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FileInfo, FileStore } from '../src/file-store.ts';

/** One driver under test. Each test writes below a prefix of its own. */
export interface StoreUnderTest {
  readonly store: FileStore;
  stop(): Promise<void>;
}

async function bytesOf(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function keysOf(list: AsyncIterable<FileInfo>): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of list) keys.push(key);
  return keys;
}

/** 40 MiB in pieces of odd size: six parts of a multipart upload, none of them aligned. */
async function* largeBody(): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < 640; index += 1) yield Buffer.alloc(65_537, index % 251);
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  yield* [];
}

/**
 * The promises of a FileStore, as tests. Every driver runs all of them.
 *
 * @param driver - its name, for the titles
 * @param open - makes an empty store
 */
export function describeFileStore(driver: string, open: () => Promise<StoreUnderTest>): void {
  describe(`the ${driver} store`, () => {
    let opened: StoreUnderTest;
    let store: FileStore;

    beforeAll(async () => {
      opened = await open();
      store = opened.store;
    });
    afterAll(async () => {
      await opened.stop();
    });

    it('gives back text as it was written, with what is known of it', async () => {
      const written = await store.write('text/ä b+c%25.txt', 'grüße\r\n', {
        contentType: 'text/csv',
        metadata: { sha256: 'ab12', source_url: 'https://data.example/x?a=1&b=2' },
      });

      const info = await store.head('text/ä b+c%25.txt');

      expect(await store.readText('text/ä b+c%25.txt')).toBe('grüße\r\n');
      expect(info).toMatchObject({
        key: 'text/ä b+c%25.txt',
        size: 9,
        etag: written.etag,
        contentType: 'text/csv',
        metadata: { sha256: 'ab12', source_url: 'https://data.example/x?a=1&b=2' },
      });
      expect(written).toMatchObject({ size: 9, contentType: 'text/csv' });
      expect(written.etag).not.toMatch(/"/);
      expect(Math.abs((info?.lastModifiedMs ?? 0) - Date.now())).toBeLessThan(600_000);
    });

    it('streams a body of many parts in and out', async () => {
      const written = await store.write('large/body.bin', largeBody());

      const { info, body } = await store.read('large/body.bin');
      const bytes = await bytesOf(body);

      expect(written.size).toBe(640 * 65_537);
      expect(info).toMatchObject({ size: 640 * 65_537, etag: written.etag });
      expect(bytes.equals(await bytesOf(largeBody()))).toBe(true);
    });

    it.each([
      ['no bytes', new Uint8Array(0), 0],
      ['bytes of a view', new Uint8Array([0, 1, 2, 3]).subarray(1, 3), 2],
    ])('keeps %s', async (_, bytes, size) => {
      await store.write(`bytes/${size}`, bytes);

      const { info, body } = await store.read(`bytes/${size}`);

      expect(info.size).toBe(size);
      expect([...(await bytesOf(body))]).toEqual([...bytes]);
    });

    it('keeps an empty stream', async () => {
      const written = await store.write('bytes/stream', nothing());

      expect(written.size).toBe(0);
      expect(await store.readText('bytes/stream')).toBe('');
    });

    it('knows absence', async () => {
      await store.write('absent/there/below', 'x');

      expect(await store.head('absent/nothing')).toBeUndefined();
      expect(await store.head('absent/there')).toBeUndefined();
      await expect(store.read('absent/nothing')).rejects.toMatchObject({
        name: 'FileNotFoundError',
      });
      await expect(store.readText('absent/there')).rejects.toMatchObject({
        name: 'FileNotFoundError',
      });
    });

    it('changes the etag with the content', async () => {
      const first = await store.write('etag/a', 'one');
      const second = await store.write('etag/a', 'two');

      expect(second.etag).not.toBe(first.etag);
      expect((await store.head('etag/a'))?.etag).toBe(second.etag);
    });

    it('forgets content type and metadata of what it replaces', async () => {
      await store.write('replace/a', 'one', { contentType: 'text/csv', metadata: { old: 'yes' } });
      await store.write('replace/a', 'two');

      const info = await store.head('replace/a');

      expect(info?.metadata).toEqual({});
      expect(info?.contentType).not.toBe('text/csv');
    });

    it('creates only where nothing is, when it is told so', async () => {
      await store.write('create/lock', 'first', { ifNoneMatch: '*' });

      const late = store.write('create/lock', 'second', { ifNoneMatch: '*' });

      await expect(late).rejects.toMatchObject({
        name: 'PreconditionFailedError',
        key: 'create/lock',
      });
      expect(await store.readText('create/lock')).toBe('first');
    });

    it('lets one of many that create at once win', async () => {
      const attempts = await Promise.allSettled(
        Array.from({ length: 8 }, (_, index) =>
          store.write('create/race', `${index}`, { ifNoneMatch: '*' }),
        ),
      );

      const winners = attempts.flatMap(({ status }, index) =>
        status === 'fulfilled' ? [`${index}`] : [],
      );
      expect(winners).toEqual([await store.readText('create/race')]);
    });

    it('replaces only the version that is meant', async () => {
      const first = await store.write('match/a', 'one');
      const second = await store.write('match/a', 'two', { ifMatch: first.etag });

      const late = store.write('match/a', 'three', { ifMatch: first.etag });
      const nowhere = store.write('match/none', 'three', { ifMatch: second.etag });

      await expect(late).rejects.toMatchObject({ name: 'PreconditionFailedError' });
      await expect(nowhere).rejects.toMatchObject({ name: 'PreconditionFailedError' });
      expect(await store.readText('match/a')).toBe('two');
    });

    it('holds a stream to the same conditions', async () => {
      await store.write('match/stream', 'first');

      const late = store.write('match/stream', largeBody(), { ifNoneMatch: '*' });

      await expect(late).rejects.toMatchObject({ name: 'PreconditionFailedError' });
      expect(await store.readText('match/stream')).toBe('first');
    });

    it.each([0, 40])('leaves the old file when a stream fails after %d MB', async (megabytes) => {
      await store.write('broken/a', 'old');
      const broken = async function* (): AsyncGenerator<Uint8Array> {
        for (let index = 0; index < megabytes; index += 1) yield Buffer.alloc(1_000_000);
        throw new Error('source broke');
      };

      await expect(store.write('broken/a', broken())).rejects.toThrow('source broke');

      expect(await store.readText('broken/a')).toBe('old');
    });

    it('lists a prefix in the order of bytes', async () => {
      const keys = ['list/a', 'list/a-b', 'list/a/c', 'list/ab', 'list/z', 'list/é', 'list/😀'];
      const shown = keys.filter((key) => driver === 's3' || key !== 'list/a');
      for (const key of shown.toReversed()) await store.write(key, key);

      expect(await keysOf(store.list('list/'))).toEqual(shown);
      expect(await keysOf(store.list('list/a'))).toEqual(shown.slice(0, shown.indexOf('list/z')));
      expect(await keysOf(store.list('list/a/'))).toEqual(['list/a/c']);
      expect(await keysOf(store.list('list/none'))).toEqual([]);
    });

    it('lists sizes and etags, and no metadata', async () => {
      const { etag } = await store.write('facts/a', 'abc', { metadata: { x: '1' } });

      const infos: FileInfo[] = [];
      for await (const info of store.list('facts/')) infos.push(info);

      expect(infos).toEqual([
        { key: 'facts/a', size: 3, etag, lastModifiedMs: expect.any(Number), metadata: {} },
      ]);
    });

    it('copies content, type and metadata', async () => {
      await store.write('copy/ä b', 'abc', { contentType: 'text/csv', metadata: { sha256: '1' } });

      const copied = await store.copy('copy/ä b', 'copy/to');

      expect(copied).toMatchObject({ key: 'copy/to', size: 3, metadata: { sha256: '1' } });
      expect(await store.readText('copy/to')).toBe('abc');
      expect(await store.head('copy/to')).toMatchObject({
        contentType: 'text/csv',
        metadata: { sha256: '1' },
      });
      await expect(store.copy('copy/none', 'copy/to')).rejects.toMatchObject({
        name: 'FileNotFoundError',
      });
    });

    it('deletes, and does not mind deleting nothing', async () => {
      await store.write('delete/a', 'x');

      await store.delete('delete/a');
      await store.delete('delete/a');

      expect(await store.head('delete/a')).toBeUndefined();
      expect(await keysOf(store.list('delete/'))).toEqual([]);
    });

    it.each([
      '',
      '/etc/passwd',
      'a/../b',
      '../b',
      'a//b',
      'a/./b',
      'a\\b',
      'a\0b',
      'x'.repeat(1025),
    ])('refuses the key %j', async (key) => {
      const refused = { name: 'InvalidPathError' };

      await expect(store.head(key)).rejects.toMatchObject(refused);
      await expect(store.read(key)).rejects.toMatchObject(refused);
      await expect(store.write(key, 'x')).rejects.toMatchObject(refused);
      await expect(store.copy(key, 'to')).rejects.toMatchObject(refused);
      await expect(store.copy('from', key)).rejects.toMatchObject({
        name: expect.stringMatching(/InvalidPathError|FileNotFoundError/),
      });
      await expect(store.delete(key)).rejects.toMatchObject(refused);
    });

    it.each([{ Upper: 'x' }, { name: 'ü' }, { name: ' x' }, { name: 'x'.repeat(2_100) }])(
      'refuses metadata that S3 would not keep: %j',
      async (metadata) => {
        await expect(store.write('metadata/a', 'x', { metadata })).rejects.toMatchObject({
          name: 'InvalidMetadataError',
        });
      },
    );
  });
}
