import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { synthesise } from './synthesised.ts';

jest.setTimeout(300_000);

const PROGRAM = path.join(import.meta.dirname, '../../simulator/bin/simulator.mjs');
const { PATH, HOME, XDG_CACHE_HOME, PIPELINES_CACHE_DIR } = process.env;
const env = { PATH, HOME, XDG_CACHE_HOME, PIPELINES_CACHE_DIR, PIPELINES_NO_DOCKER: '1' };
const folder = mkdtempSync(path.join(tmpdir(), 'pipelines-containers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Run a command of the simulator in a data folder of its own. @returns its standard output */
function simulator(...args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [PROGRAM, ...args], { cwd: folder, env }, (error, out, err) =>
      error ? reject(new Error(`${args.join(' ')}: ${err.slice(-500)}`)) : resolve(out),
    );
  });
}

/** Where the simulator keeps the events of an execution. */
function historyOf(executionArn: string): string {
  const [, account = '', machine = '', name = ''] =
    /:(\d{12}):execution:([\w-]+):([\w-]+)$/.exec(executionArn) ?? [];
  return path.join(folder, '.simulator/executions', account, machine, `${name}.jsonl`);
}

describe('the machine of task_02=container in the simulator', () => {
  it('runs TASK_02 on a database as the program of its container', async () => {
    const { directory } = synthesise({ task_02: 'container' }).app.synth();
    await simulator('seed', '--visits', '300', '--quiet');

    const out = await simulator(
      'run',
      'etl-pipeline',
      '--assembly',
      directory,
      '--json',
      '--quiet',
    );
    const { status, executionArn, states } = JSON.parse(out) as {
      readonly status: string;
      readonly executionArn: string;
      readonly states: readonly { readonly name: string; readonly result: object }[];
    };
    const history = readFileSync(historyOf(executionArn), 'utf8');

    expect(status).toBe('SUCCEEDED');
    expect(states.find(({ name }) => name === 'ExecuteTask02')?.result).toMatchObject({
      task: 'TASK_02',
      result: { updated_rows: expect.any(Number), details: { marked_rows: expect.any(Number) } },
    });
    expect(history).toMatch(/"resource":"runTask.sync"/);
    expect(history).not.toMatch(/waitForTaskToken/);
  });
});
