import { beforeEach, describe, expect, it } from '@jest/globals';
import { createMemoryStore, type FileStore } from '@pipelines/s3-files';
import { overlayStore } from './overlay-store.ts';

describe('overlayStore', () => {
  let below: FileStore;
  let above: FileStore;
  let store: FileStore;

  beforeEach(async () => {
    below = createMemoryStore();
    above = createMemoryStore();
    store = overlayStore(below, above);
    await below.write('a/1', 'below', { contentType: 'text/csv', metadata: { sha256: 'x' } });
    await below.write('a/3', 'below');
  });

  const list = async (): Promise<readonly string[]> => {
    const keys: string[] = [];
    for await (const { key, size } of store.list('a/')) keys.push(`${key} ${size}`);
    return keys;
  };
  const read = async (key: string): Promise<string> => {
    const { body } = await store.read(key);
    const chunks: Uint8Array[] = [];
    for await (const chunk of body) chunks.push(chunk);
    return String(Buffer.concat(chunks));
  };

  it('shows what is below', async () => {
    expect(await store.head('a/1')).toMatchObject({ size: 5 });
    expect([await store.readText('a/1'), await read('a/3')]).toEqual(['below', 'below']);
    expect(await list()).toEqual(['a/1 5', 'a/3 5']);
  });

  it('shows what was written over it and between it, and leaves it as it is', async () => {
    await store.write('a/1', 'new');
    await store.write('a/2', 'newer');

    expect([await store.readText('a/1'), await read('a/2')]).toEqual(['new', 'newer']);
    expect(await list()).toEqual(['a/1 3', 'a/2 5', 'a/3 5']);
    expect(await below.readText('a/1')).toBe('below');
    expect(await below.head('a/2')).toBeUndefined();
  });

  it('copies from below to above, with type and metadata', async () => {
    await store.copy('a/1', 'a/4');

    expect(await below.head('a/4')).toBeUndefined();
    expect(await store.head('a/4')).toMatchObject({
      contentType: 'text/csv',
      metadata: { sha256: 'x' },
    });
  });

  it('deletes nothing below', async () => {
    await store.write('a/1', 'new');

    await store.delete('a/1');
    await store.delete('a/3');

    expect(await list()).toEqual(['a/1 5', 'a/3 5']);
  });
});
