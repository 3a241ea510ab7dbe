import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { findBase } from './find-base.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'pipelines-delivery-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
    cwd: folder,
    encoding: 'utf8',
  }).trim();
const commit = (text: string): string => {
  writeFileSync(path.join(folder, 'file'), text);
  git('add', '.');
  git('commit', '-q', '-m', text);
  return git('rev-parse', 'HEAD');
};

describe('findBase', () => {
  git('init', '-q');
  const first = commit('first');

  it('is the first commit itself when there is no other', () => {
    expect(findBase(undefined, folder)).toBe(first);
  });

  it('is the commit that GitHub names, else the parent', () => {
    const second = commit('second');
    commit('third');

    expect(findBase(first, folder)).toBe(first);
    expect(findBase('', folder)).toBe(second);
    expect(findBase('0'.repeat(40), folder)).toBe(second);
    expect(findBase('f'.repeat(40), folder)).toBe(second);
    expect(findBase('main; id', folder)).toBe(second);
  });

  it('needs a repository', () => {
    expect(() => findBase(undefined, tmpdir())).toThrow('No commit in');
  });
});
