import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { deployedFunctions as functions } from '../src/deployed-functions.ts';
import { canEmbedNeo4j } from '@pipelines/local-cloud';
import { synthesise } from './synthesised.ts';

jest.setTimeout(600_000);

const PROGRAM = path.join(import.meta.dirname, '../../simulator/bin/simulator.mjs');
const { PATH, HOME, JAVA_HOME, XDG_CACHE_HOME, PIPELINES_CACHE_DIR } = process.env;
const machine = {
  ...{ PATH, HOME, JAVA_HOME, XDG_CACHE_HOME, PIPELINES_CACHE_DIR },
  PIPELINES_NO_DOCKER: '1',
  MIN_SOURCE_BYTES: '1000',
};
const hasNeo4j = canEmbedNeo4j(machine);
if (!hasNeo4j)
  console.warn('SKIPPED: the graph’s functions against their roles; needs Java 17 or newer.');
const describeWithNeo4j = hasNeo4j ? describe : describe.skip;

interface End {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

describeWithNeo4j('both pipelines in the simulator', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'pipelines-infra-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const simulator = (...args: readonly string[]): Promise<End> =>
    new Promise((resolve) => {
      const options = { cwd: folder, env: machine };
      execFile(process.execPath, [PROGRAM, ...args], options, (error, out, err) =>
        resolve({ exitCode: error ? Number(error.code) : 0, out, err }),
      );
    });
  const refresh = (input: object): Promise<End> =>
    simulator('run', 'sbir-analytics-weekly-refresh', '--quiet', '--input', JSON.stringify(input));

  beforeAll(async () => {
    const ends = [
      await simulator('seed', '--visits', '300', '--quiet'),
      await simulator('run', 'etl-pipeline', '--quiet'),
      await simulator('seed', 'sbir', '--awards', '700', '--quiet'),
      await refresh({}),
      await refresh({ force_refresh: true, reset_neo4j: true, confirm_reset: 'neo4j' }),
    ];
    expect(ends.map(({ exitCode, err }) => [exitCode, err.slice(-500)])).toEqual(
      ends.map(() => [0, '']),
    );
  });

  it('call what their synthesised roles allow, all of that, and nothing else', async () => {
    const { directory } = synthesise().app.synth();

    const end = await simulator('permissions', '--against', directory, '--json');

    const compared = JSON.parse(end.out) as readonly Record<string, unknown>[];
    expect(
      compared.map(({ functionName, missing, unused }) => ({ functionName, missing, unused })),
    ).toEqual(functions.map(({ name }) => ({ functionName: name, missing: [], unused: [] })));
    expect(end.exitCode).toBe(0);
  });
});
