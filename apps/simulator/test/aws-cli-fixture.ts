import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { pythonPrograms } from '@pipelines/local-cloud';
import { type SimulatorProcess, startSimulator } from './simulator-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

const runProgram = promisify(execFile);
const programs = pythonPrograms({ name: 'awscli', version: '1.44.44' });

/** Runs `aws …` against the server of a test, with nobody's configuration; gives stdout. */
export type AwsCli = (args: readonly string[]) => Promise<string>;

/**
 * `describe` for tests with the real AWS CLI, of PyPI, and a `simulator serve` of their own. Where it
 * cannot be had they are skipped, and the title says why.
 */
export function describeWithAwsCli(title: string, tests: (aws: AwsCli, cwd: string) => void): void {
  if (programs === undefined) {
    describe.skip(`${title} (skipped: needs the AWS CLI of PyPI)`, () => tests(run, ''));
    return;
  }
  describe(title, () => {
    const cwd = temporaryFolder();
    let serve: SimulatorProcess;
    let endpoint = '';
    beforeAll(async () => {
      serve = startSimulator(['serve', '--no-engines', '--port', '0'], { cwd });
      const banner = await serve.printed('Stop with Ctrl-C.');
      endpoint = /URL +(http:\S+)/.exec(banner)?.[1] ?? '';
    });
    afterAll(async () => {
      serve.child.kill('SIGTERM');
      await serve.ended;
    });
    tests((args) => run(args, { HOME: cwd, AWS_ENDPOINT_URL: endpoint }), cwd);
  });
}

async function run(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { stdout } = await runProgram(path.join(programs ?? '', 'aws'), [...args], {
    env: {
      PATH: process.env['PATH'],
      AWS_DEFAULT_REGION: 'us-east-1',
      ...{ AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
      ...env,
    },
  });
  return stdout;
}
