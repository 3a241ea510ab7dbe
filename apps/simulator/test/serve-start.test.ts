import path from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { startSimulator } from './simulator-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

jest.setTimeout(60_000);

const PRELOADED = path.join(import.meta.dirname, 'loaded-packages.mjs');

describe('simulator serve --no-engines', () => {
  const cwd = temporaryFolder();

  it('is ready with jsonata and a reader of zips alone: each other package costs its start', async () => {
    const serve = startSimulator(['serve', '--no-engines', '--port', '0'], {
      cwd,
      env: { NODE_OPTIONS: `--import=${PRELOADED}` },
    });
    const banner = await serve.printed('Stop with Ctrl-C.');
    serve.child.kill('SIGTERM');
    const { exitCode, stderr } = await serve.ended;

    expect(banner).toMatch(/PostgreSQL +none yet, started by the first task that needs it\n/);
    expect(exitCode).toBe(143);
    expect(/^loaded: (.*)$/m.exec(stderr)?.[1]).toBe('jsonata pend yauzl');
  });
});
