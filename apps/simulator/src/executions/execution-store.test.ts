import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { registries } from '../../test/registries.ts';
import { longWait, makeMachine, openRegistry, passState } from '../../test/registry-fixture.ts';
import { executionFile } from './state-paths.ts';

const { newRoot, open } = registries();
const wholeHistory = { from: 0, count: 1_000, isReversed: false };

describe('a process that ends', () => {
  it('aborts what runs when it is stopped', async () => {
    const root = newRoot();
    const registry = openRegistry(root);
    const { arn } = makeMachine(registry, { A: longWait });
    const started = registry.startExecution({ machineArn: arn, inputText: '{}' });

    await registry.close();

    expect(open(root).execution(started.arn)).toMatchObject({
      status: 'ABORTED',
      cause: 'The simulator was stopped.',
    });
  });

  it('leaves its execution ABORTED with a clear cause when it is killed, also with a torn line', async () => {
    const root = newRoot();
    const arn = await startAndKill(root);
    appendFileSync(executionFile(root, arn), `{"id":3,"previous${'x'.repeat(1_000)}`);

    const record = open(root).execution(arn);
    const history = open(root).history(arn, wholeHistory);

    expect(record).toMatchObject({
      status: 'ABORTED',
      error: 'Simulator.ProcessEnded',
      cause: 'The simulator process that ran this execution ended before the execution did.',
    });
    expect(history?.events.map(({ id, type }) => `${id} ${type}`)).toEqual([
      '1 ExecutionStarted',
      '2 WaitStateEntered',
      '3 ExecutionAborted',
    ]);
    expect(readFileSync(executionFile(root, arn), 'utf8')).not.toContain('xxx');
  });
});

describe('the files', () => {
  it('are for their owner alone', async () => {
    const root = newRoot();
    const registry = open(root);
    const { arn } = makeMachine(registry, { A: passState });
    await registry.startExecution({ machineArn: arn, inputText: '{}' }).execution?.done;

    const modes = readdirSync(root, { recursive: true, withFileTypes: true }).map((entry) => {
      const { mode } = statSync(path.join(entry.parentPath, entry.name));
      return `${entry.isDirectory() ? 'folder' : 'file'} ${(mode & 0o777).toString(8)}`;
    });
    expect(new Set(modes)).toEqual(new Set(['folder 700', 'file 600']));
    expect(statSync(root).mode & 0o777).toBe(0o700);
  });

  it('that cannot be written leave the execution in memory, and are reported once', async () => {
    const root = newRoot();
    const problems: string[] = [];
    const registry = open(root, { problems });
    const { arn } = makeMachine(registry, { A: longWait });
    const started = registry.startExecution({ machineArn: arn, name: 'lost', inputText: '{}' });
    await new Promise(setImmediate);
    const file = executionFile(root, started.arn);
    // A folder in the place of the file: no system lets anyone append to it, not even root.
    rmSync(file);
    mkdirSync(file);

    await registry.stopExecution(started.arn);

    expect(registry.execution(started.arn)).toMatchObject({ status: 'ABORTED' });
    expect(problems).toEqual([expect.stringContaining(`The history of ${started.arn} cannot be`)]);
  });
});

/** Start a long execution in a process of its own and kill that. */
async function startAndKill(root: string): Promise<string> {
  const fixture = path.join(import.meta.dirname, '../../test/registry-fixture.ts');
  const child = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `const { openRegistry, makeMachine, longWait } = await import(${JSON.stringify(fixture)});
       const registry = openRegistry(${JSON.stringify(root)});
       const { arn } = makeMachine(registry, { A: longWait });
       const started = registry.startExecution({ machineArn: arn, inputText: '{}' });
       setImmediate(() => setImmediate(() => console.log(started.arn)));`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [arn] = (await once(child.stdout, 'data')) as [Buffer];
  child.kill('SIGKILL');
  await once(child, 'exit');
  return arn.toString().trim();
}
