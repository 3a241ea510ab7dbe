import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Json } from '@pipelines/core';

/**
 * Run a machine over `[1, 2]` in a process of its own, whose first task answers and whose second
 * does not, and kill the process.
 *
 * @returns the ARN of the execution
 */
export async function killRegistry(
  root: string,
  states: Readonly<Record<string, Json>>,
): Promise<string> {
  const fixture = path.join(import.meta.dirname, 'registry-fixture.ts');
  const script = `
    const { openRegistry, makeMachine } = await import(${JSON.stringify(fixture)});
    let count = 0;
    let arn;
    const runTask = () => {
      if (++count === 1) return Promise.resolve(1);
      setImmediate(() => setImmediate(() => console.log(arn)));
      return new Promise(() => setInterval(() => undefined, 1_000));
    };
    const registry = openRegistry(${JSON.stringify(root)}, { runTask });
    const machine = makeMachine(registry, ${JSON.stringify(states)});
    arn = registry.startExecution({ machineArn: machine.arn, inputText: '[1, 2]' }).arn;
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [arn] = (await once(child.stdout, 'data')) as [Buffer];
  child.kill('SIGKILL');
  await once(child, 'exit');
  return arn.toString().trim();
}
