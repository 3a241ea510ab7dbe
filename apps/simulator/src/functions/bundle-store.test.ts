import { execFile } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { writeZip } from '../../test/function-zip.ts';
import { createBundleStore, removeReadOnlyFolder } from './bundle-store.ts';

const run = promisify(execFile);

describe('createBundleStore', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'bundles-'));
  });
  afterEach(() => removeReadOnlyFolder(folder));

  it('keeps CommonJS what lies below a package of ES modules', async () => {
    await writeFile(path.join(folder, 'package.json'), '{ "type": "module" }');
    const zip = path.join(folder, 'function.zip');
    await writeZip(zip, { 'index.js': 'module.exports = {}; console.log("loaded");' });

    const bundle = await createBundleStore(path.join(folder, 'state/functions')).open(zip);
    const { stdout } = await run(process.execPath, [path.join(bundle.folder, 'index.js')]);

    expect(stdout).toBe('loaded\n');
  });
});
