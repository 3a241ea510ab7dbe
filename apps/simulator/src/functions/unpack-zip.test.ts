import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { describe, expect, it } from '@jest/globals';
import { ZipFile } from 'yazl';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { unpackZip } from './unpack-zip.ts';

const root = temporaryFolder();
let count = 0;

interface ZipEntry {
  readonly name: string;
  readonly text?: string;
  readonly mode?: number;
}

/** A zip with these entries; a name of `?` is patched to `patched` afterwards, where yazl refuses it. */
async function zipOf(entries: readonly ZipEntry[], patch?: readonly [string, string]) {
  const zipPath = path.join(root, `${count++}.zip`);
  const zip = new ZipFile();
  for (const { name, text = 'x', mode = 0o100644 } of entries) {
    zip.addBuffer(Buffer.from(text), name, { mode, compress: false });
  }
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(zipPath));
  if (patch) await patchName(zipPath, patch);
  return { zipPath, folder: `${zipPath}.unpacked` };
}

/** Replace a name by one of the same length, in the entry and in the directory of the zip. */
async function patchName(zipPath: string, [from, to]: readonly [string, string]): Promise<void> {
  const bytes = readFileSync(zipPath).toString('latin1').replaceAll(from, to);
  await writeFile(zipPath, Buffer.from(bytes, 'latin1'));
}

describe('unpackZip', () => {
  it('writes files and folders', async () => {
    const { zipPath, folder } = await zipOf([
      { name: 'index.js', text: 'code' },
      { name: 'sql/tasks/one.sql', text: 'select 1' },
    ]);

    await unpackZip(zipPath, folder);

    expect(readFileSync(path.join(folder, 'index.js'), 'utf8')).toBe('code');
    expect(readFileSync(path.join(folder, 'sql/tasks/one.sql'), 'utf8')).toBe('select 1');
  });

  it.each([
    ['leaves the folder', 'aaaevil.js', '../evil.js', /invalid relative path/],
    ['leaves the folder further in', 'dir/aa/aa/evil.js', 'dir/../../evil.js', /relative path/],
    ['is absolute', 'atmp/evil.js', '/tmp/evil.js', /absolute path/],
    ['is absolute on Windows', 'aaaevil.js', 'C:/evil.js', /absolute path/],
    ['has a backslash', 'aaaevil.js', '..\\evil.js', /invalid characters/],
  ])('refuses a name that %s', async (_, written, patched, reason) => {
    const { zipPath, folder } = await zipOf([{ name: written }], [written, patched]);

    const unpacked = unpackZip(zipPath, folder);

    await expect(unpacked).rejects.toMatchObject({ name: 'UnsafeZipError', zipPath });
    await expect(unpacked).rejects.toThrow(reason);
    expect(existsSync(path.join(root, 'evil.js'))).toBe(false);
  });

  it.each([
    ['a symbolic link', 0o120777],
    ['a device', 0o020644],
    ['a pipe', 0o010644],
  ])('refuses %s', async (_, mode) => {
    const { zipPath, folder } = await zipOf([{ name: 'link', text: '/etc/passwd', mode }]);

    const unpacked = unpackZip(zipPath, folder);

    await expect(unpacked).rejects.toThrow('"link" is a link or a device');
    expect(existsSync(path.join(folder, 'link'))).toBe(false);
  });

  it('refuses a name that occurs twice', async () => {
    const { zipPath, folder } = await zipOf(
      [{ name: 'index.js' }, { name: 'indax.js' }],
      ['indax.js', 'index.js'],
    );

    await expect(unpackZip(zipPath, folder)).rejects.toThrow('"index.js" occurs twice');
  });

  it('refuses more than 250 MB by what the entries declare', async () => {
    const { zipPath, folder } = await bombOf(262_144_001);

    await expect(unpackZip(zipPath, folder)).rejects.toThrow('larger than 250 MB unzipped');
    expect(existsSync(path.join(folder, 'zeros'))).toBe(false);
  });

  it('refuses an entry that has more bytes than it declares', async () => {
    const { zipPath, folder } = await bombOf(10_000_000, 1_000);

    await expect(unpackZip(zipPath, folder)).rejects.toThrow(/too many bytes/);
  });

  it('refuses what is no zip', async () => {
    const zipPath = path.join(root, 'no.zip');
    await writeFile(zipPath, 'not a zip, only text that is long enough');

    const unpacked = unpackZip(zipPath, `${zipPath}.unpacked`);

    await expect(unpacked).rejects.toMatchObject({ name: 'UnsafeZipError' });
  });
});

/** A small zip that unpacks to `bytes` zeros, and says `declared` where that is given. */
async function bombOf(bytes: number, declared = bytes) {
  const zipPath = path.join(root, `${count++}.zip`);
  const zip = new ZipFile();
  zip.addBuffer(Buffer.alloc(bytes), 'zeros');
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(zipPath));
  const zipBytes = readFileSync(zipPath);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(bytes);
  for (let at = zipBytes.indexOf(size); at >= 0; at = zipBytes.indexOf(size, at + 1)) {
    zipBytes.writeUInt32LE(declared, at);
  }
  await writeFile(zipPath, zipBytes);
  return { zipPath, folder: `${zipPath}.unpacked` };
}
