import { describe, expect, it, jest } from '@jest/globals';
import { runInProcess } from './run-in-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

jest.setTimeout(60_000);

const run = ['run', 'etl-pipeline', '--quiet'];

describe('run with wrong settings', () => {
  const cwd = temporaryFolder();

  it('ends in ConfigValidationFailed, naming each missing variable', async () => {
    const env = { POSTGRES_HOST: 'localhost', POSTGRES_DATABASE: 'conflictreport_dev' };
    const end = await runInProcess([...run, '--mock'], cwd, { env });
    const json = await runInProcess([...run, '--json'], cwd, { env });

    expect(end.exitCode).toBe(3);
    expect(end.out).toMatch(
      /❌ FAILED in \d+\.\d\ds\n {3}Error: .*POSTGRES_USER.*POSTGRES_PASSWORD/,
    );
    expect(end.out).toContain('❌ PIPELINE EXECUTION FAILED\n');
    expect(end.out).not.toContain('[State 2/3]');
    expect(end.out).not.toContain('Timeout Analysis');
    expect(json.exitCode).toBe(3);
    expect(JSON.parse(json.out)).toMatchObject({
      status: 'FAILED',
      error: 'ConfigValidationError',
      timeoutAnalysis: null,
    });
  });

  it.each([['conflict"; drop schema public;--'], ['a.b'], ['x'.repeat(64)], ['Übung']])(
    'refuses the schema name %j before anything is written',
    async (name) => {
      const env = { POSTGRES_CONFLICT_SCHEMA: name };
      const end = await runInProcess([...run, '--mock'], cwd, { env });
      const seed = await runInProcess(['seed'], cwd, { env });

      expect(end.exitCode).toBe(3);
      expect(end.out).toContain('POSTGRES_CONFLICT_SCHEMA');
      expect(seed.exitCode).toBe(3);
    },
  );

  it.each(['0', '17', 'many'])(
    'refuses MAX_WORKERS=%s before anything is started',
    async (text) => {
      const end = await runInProcess([...run, '--mock'], cwd, { env: { MAX_WORKERS: text } });

      expect([end.exitCode, end.out]).toEqual([3, '']);
      expect(end.err).toBe(
        'simulator run: MAX_WORKERS must be a whole number from 1 to 16: ' +
          'how many Lambda instances run at once here.\n',
      );
    },
  );

  it('says that a given server does not answer', async () => {
    const env = {
      POSTGRES_HOST: '127.0.0.1',
      POSTGRES_PORT: '1',
      POSTGRES_DATABASE: 'd',
      POSTGRES_USER: 'u',
      POSTGRES_PASSWORD: 'secret-of-the-test',
    };
    const end = await runInProcess(['test-connections', '--quiet', '--ascii'], cwd, { env });

    expect(end.exitCode).toBe(3);
    expect(end.out).toContain('CONNECTION FAILED');
    expect(end.out + end.err).not.toContain('secret-of-the-test');
  });
});
