import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { loadEnvironment } from './load-environment.ts';

describe('loadEnvironment', () => {
  const parent = temporaryFolder();

  it('completes the environment by .env; what exists wins, even when it is empty', () => {
    writeFileSync(join(parent, '.env'), '# comment\nA=file\nB="two words"\nC=file\n');

    const env = loadEnvironment(parent, { A: 'environment', C: '' });

    expect(env).toEqual({ A: 'environment', B: 'two words', C: '' });
  });

  it('is the environment alone where there is no file', () => {
    expect(loadEnvironment(join(parent, 'nowhere'), { A: 'x' })).toEqual({ A: 'x' });
  });

  it('does not run without a file that is there and cannot be read', () => {
    const folder = join(parent, 'unreadable');
    mkdirSync(join(folder, '.env'), { recursive: true });

    expect(() => loadEnvironment(folder, {})).toThrow('EISDIR');
  });
});
