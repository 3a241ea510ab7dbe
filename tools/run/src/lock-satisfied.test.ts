import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isLockSatisfied } from './lock-satisfied.mjs';

const left = { version: '1.0.0', integrity: 'sha512-left' };
const mac = { version: '2.0.0', integrity: 'sha512-mac', optional: true };

describe('isLockSatisfied', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'lock-'));
    mkdirSync(join(root, 'node_modules'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const write = (file: string, packages: Record<string, unknown>): void =>
    writeFileSync(join(root, file), JSON.stringify({ packages }));
  const installed = (packages: Record<string, unknown>): void =>
    write('node_modules/.package-lock.json', packages);

  it('is satisfied when only an optional package of another platform is missing', () => {
    write('package-lock.json', { '': {}, 'node_modules/left': left, 'node_modules/mac': mac });
    installed({ 'node_modules/left': left });

    expect(isLockSatisfied(root)).toBe(true);
  });

  it.each([
    ['a package is missing', {}],
    ['a version differs', { 'node_modules/left': { ...left, version: '1.0.1' } }],
    ['the contents differ', { 'node_modules/left': { ...left, integrity: 'sha512-other' } }],
    ['a workspace link was replaced', { 'node_modules/left': { ...left, link: true } }],
  ])('is not satisfied when %s', (_, packages) => {
    write('package-lock.json', { 'node_modules/left': left });
    installed(packages);

    expect(isLockSatisfied(root)).toBe(false);
  });

  it('is not satisfied in a fresh clone', () => {
    write('package-lock.json', { 'node_modules/left': left });

    expect(isLockSatisfied(root)).toBe(false);
  });

  it('is not satisfied when an interrupted install left half a file', () => {
    write('package-lock.json', { 'node_modules/left': left });
    writeFileSync(join(root, 'node_modules/.package-lock.json'), '{"packages": {"node_mod');

    expect(isLockSatisfied(root)).toBe(false);
  });
});
