import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type BucketVersioningStatus,
  type ListObjectVersionsCommandInput,
} from '@aws-sdk/client-s3';
import { startS3, type S3Fixture } from '../../test/s3-fixture.ts';

let s3: S3Fixture;
let bucket: string;
let count = 0;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.stop());
beforeEach(async () => {
  bucket = `versioned-${count++}`;
  await s3.client.send(new CreateBucketCommand({ Bucket: bucket }));
});

const setVersioning = (Status: BucketVersioningStatus) =>
  s3.client.send(
    new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status } }),
  );
const put = async (Key: string, Body: string): Promise<string | undefined> =>
  (await s3.client.send(new PutObjectCommand({ Bucket: bucket, Key, Body }))).VersionId;
const read = async (Key: string, VersionId?: string): Promise<string | undefined> => {
  const answer = await s3.client.send(new GetObjectCommand({ Bucket: bucket, Key, VersionId }));
  return answer.Body?.transformToString();
};
const remove = (Key: string, VersionId?: string) =>
  s3.client.send(new DeleteObjectCommand({ Bucket: bucket, Key, VersionId }));
const versions = (more: Partial<ListObjectVersionsCommandInput> = {}) =>
  s3.client.send(new ListObjectVersionsCommand({ Bucket: bucket, ...more }));

describe('a bucket with versioning', () => {
  it('says so', async () => {
    const get = () => s3.client.send(new GetBucketVersioningCommand({ Bucket: bucket }));
    expect((await get()).Status).toBeUndefined();

    await setVersioning('Enabled');
    expect((await get()).Status).toBe('Enabled');
    await setVersioning('Suspended');
    expect((await get()).Status).toBe('Suspended');
  });

  it('keeps every version, the one from before included', async () => {
    expect(await put('k', 'before')).toBeUndefined();
    await setVersioning('Enabled');
    const first = await put('k', 'first');
    const second = await put('k', 'second');

    expect(await read('k')).toBe('second');
    expect(await read('k', first)).toBe('first');
    expect(await read('k', 'null')).toBe('before');
    const { Versions } = await versions();
    expect(Versions).toMatchObject([
      { Key: 'k', VersionId: second, IsLatest: true, Size: 6 },
      { Key: 'k', VersionId: first, IsLatest: false, Size: 5 },
      { Key: 'k', VersionId: 'null', IsLatest: false, Size: 6 },
    ]);
  });

  it('hides a deleted object behind a marker, and shows it again without', async () => {
    await setVersioning('Enabled');
    const version = await put('k', 'x');

    const { DeleteMarker, VersionId: marker } = await remove('k');

    expect(DeleteMarker).toBe(true);
    await expect(read('k')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(read('k', marker)).rejects.toMatchObject({ name: 'MethodNotAllowed' });
    expect((await versions()).DeleteMarkers).toMatchObject([
      { Key: 'k', VersionId: marker, IsLatest: true },
    ]);
    const listed = await s3.client.send(new ListObjectsV2Command({ Bucket: bucket }));
    expect(listed.KeyCount).toBe(0);
    await remove('k', marker);
    expect(await read('k')).toBe('x');
    expect((await versions()).Versions).toMatchObject([{ VersionId: version, IsLatest: true }]);
  });

  it('may write IfNoneMatch * over a delete marker', async () => {
    await setVersioning('Enabled');
    await put('k', 'x');
    await remove('k');

    const input = { Bucket: bucket, Key: 'k', Body: 'again', IfNoneMatch: '*' };
    await s3.client.send(new PutObjectCommand(input));

    expect(await read('k')).toBe('again');
  });

  it('deletes one version for ever, with its body', async () => {
    await setVersioning('Enabled');
    const first = await put('k', 'first');
    const second = await put('k', 'second');
    const before = await s3.bodyFiles();

    await remove('k', second);

    expect(await read('k')).toBe('first');
    await expect(read('k', second)).rejects.toMatchObject({ name: 'NoSuchVersion' });
    expect(await s3.bodyFiles()).toHaveLength(before.length - 1);
    await remove('k', first);
    expect(await s3.client.send(new DeleteBucketCommand({ Bucket: bucket }))).toBeDefined();
  });

  it('is not empty while it holds old versions or markers', async () => {
    await setVersioning('Enabled');
    await put('k', 'x');
    await remove('k');

    const deleting = s3.client.send(new DeleteBucketCommand({ Bucket: bucket }));

    await expect(deleting).rejects.toMatchObject({ name: 'BucketNotEmpty' });
  });

  it('replaces the version "null" while it is suspended', async () => {
    await setVersioning('Enabled');
    const kept = await put('k', 'kept');
    await setVersioning('Suspended');
    expect(await put('k', 'one')).toBe('null');
    expect(await put('k', 'two')).toBe('null');

    expect(await read('k', kept)).toBe('kept');
    expect((await versions()).Versions).toHaveLength(2);
    const { VersionId, DeleteMarker } = await remove('k');
    expect({ VersionId, DeleteMarker }).toEqual({ VersionId: 'null', DeleteMarker: true });
    expect((await versions()).Versions).toMatchObject([{ VersionId: kept }]);
  });

  it('tells of markers made and removed by DeleteObjects', async () => {
    await setVersioning('Enabled');
    await put('k', 'x');
    const removeMany = (object: { Key: string; VersionId?: string }) =>
      s3.client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: [object] } }));

    const made = await removeMany({ Key: 'k' });
    const marker = made.Deleted?.[0]?.DeleteMarkerVersionId ?? '';
    const removed = await removeMany({ Key: 'k', VersionId: marker });

    expect(made.Deleted).toEqual([
      { Key: 'k', DeleteMarker: true, DeleteMarkerVersionId: expect.any(String) },
    ]);
    expect(removed.Deleted).toEqual([
      { Key: 'k', VersionId: marker, DeleteMarker: true, DeleteMarkerVersionId: marker },
    ]);
    expect(await read('k')).toBe('x');
  });

  it('lists versions in pages that may end between two of one key', async () => {
    await setVersioning('Enabled');
    for (const [key, body] of [
      ['a', '1'],
      ['a', '2'],
      ['a', '3'],
      ['b/1', '1'],
      ['b/2', '1'],
      ['c', '1'],
    ]) {
      await put(String(key), String(body));
    }
    await remove('a');
    const found: string[] = [];
    let marker: Partial<ListObjectVersionsCommandInput> = {};
    for (;;) {
      const page = await versions({ MaxKeys: 1, Delimiter: '/', ...marker });
      found.push(...(page.Versions ?? []).map(({ Key, Size }) => `${Key} ${Size}`));
      found.push(...(page.DeleteMarkers ?? []).map(({ Key }) => `${Key} deleted`));
      found.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => `${Prefix}`));
      if (!page.IsTruncated) break;
      marker = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    }

    expect(found).toEqual(['a deleted', 'a 1', 'a 1', 'a 1', 'b/', 'c 1']);
  });
});
