import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { runtimeCommand, RuntimeUnavailableError } from './runtimes.ts';

const folder = temporaryFolder();

describe('runtimeCommand', () => {
  it.each(['nodejs18.x', 'nodejs24.x', undefined])('runs %s by this Node.js', (runtime) => {
    const [program, bootstrap] = runtimeCommand(runtime, '');

    expect(program).toBe(process.execPath);
    expect(bootstrap).toMatch(/bootstrap\.mjs$/);
  });

  it('runs Python by the first program python3 of the PATH', () => {
    const bin = path.join(folder, 'bin');
    const python = path.join(bin, 'python3');
    mkdirSync(path.join(folder, 'not-a-program', 'python3'), { recursive: true });
    mkdirSync(bin);
    writeFileSync(python, '');
    chmodSync(python, 0o755);
    const searchPath = ['relative', path.join(folder, 'not-a-program'), bin].join(path.delimiter);

    const [program, bootstrap] = runtimeCommand('python3.12', searchPath);

    expect(program).toBe(python);
    expect(bootstrap).toMatch(/bootstrap\.py$/);
  });

  it.each([
    ['python3.12', 'needs a python3 on the PATH'],
    ['java21', 'not in java21'],
    ['nodejs', 'not in nodejs'],
  ])('refuses %s without a program for it', (runtime, text) => {
    expect(() => runtimeCommand(runtime, '/nowhere')).toThrow(RuntimeUnavailableError);
    expect(() => runtimeCommand(runtime, '/nowhere')).toThrow(text);
  });
});
