import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { nxScript } from './nx-script.mjs';

describe('nxScript', () => {
  it('is a file of the installed Nx', () => {
    const script = nxScript(join(import.meta.dirname, '../../..'));

    expect(existsSync(script)).toBe(true);
  });
});
