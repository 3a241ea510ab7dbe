import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import { run } from '../src/run.ts';
import { createFixtureRepository, type FixtureOptions } from './fixture-repository.ts';

const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function runFixture(
  args: readonly string[],
  options?: FixtureOptions,
): Promise<{ exitCode: number; out: string[]; err: string[] }> {
  const { root, remove } = await createFixtureRepository(options);
  cleanups.push(remove);
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    out: (line: string) => void out.push(line),
    err: (line: string) => void err.push(line),
  };
  return { exitCode: await run(args, io, root), out, err };
}

const valid = ['--project', 'apps/visits', '--out', 'dist/apps/visits'];

describe('run', () => {
  it('prints name, sizes, budget, checksum and path of each zip', async () => {
    const { exitCode, out, err } = await runFixture(valid);

    expect([exitCode, err]).toEqual([0, []]);
    expect(out).toEqual([
      expect.stringMatching(
        /^count-visits {2}js \d+ bytes {2}zip \d+ bytes of 400000 {2}sha256 [0-9a-f]{64} {2}dist\/apps\/visits\/count-visits\.zip$/,
      ),
    ]);
  });

  it('fails over the budget and names what is large', async () => {
    const { exitCode, err } = await runFixture(valid, { budgetBytes: 1_000 });

    expect(exitCode).toBe(1);
    expect(err).toEqual([
      expect.stringMatching(
        /^count-visits is \d+ bytes over its budget; largest in the bundle: zod \d+/,
      ),
    ]);
  });

  it.each([[[]], [['--project', 'apps/visits']], [['--out', 'dist']]])(
    'explains itself when called with %j',
    async (args) => {
      const { exitCode, err } = await runFixture(args);

      expect(exitCode).toBe(2);
      expect(err).toEqual([expect.stringContaining('Usage:')]);
    },
  );

  it('makes the same bytes in every time zone', async () => {
    const { root, remove } = await createFixtureRepository();
    cleanups.push(remove);
    const main = join(import.meta.dirname, '../src/main.ts');
    const args = [main, '--project', join(root, 'apps/visits'), '--out', join(root, 'dist')];
    const printIn = (zone: string) =>
      promisify(execFile)(process.execPath, args, { env: { TZ: zone } });

    const east = await printIn('Pacific/Kiritimati');
    const west = await printIn('America/New_York');

    expect(east.stdout).toMatch(/sha256 \w{64}/);
    expect(west.stdout).toBe(east.stdout);
  });
});
