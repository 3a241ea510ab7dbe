import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const LIBRARY = join(import.meta.dirname, 'index.ts');
/** Says when it listens, and how its signal aborted; then it waits for a second wish. */
const PROGRAM = `
  import { stopOnSignals } from ${JSON.stringify(LIBRARY)};
  const signal = stopOnSignals(['SIGHUP']);
  signal.addEventListener('abort', () => console.log(signal.reason.name, signal.reason.exitCode));
  setInterval(() => undefined, 1_000);
  console.log('listening');`;

describe('stopOnSignals', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 143],
  ] as const)(
    'aborts at the first %s, and ends the process at a later wish',
    async (name, code) => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', PROGRAM], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const exited = once(child, 'exit');
      const lines: string[] = [];
      for await (const chunk of child.stdout) {
        lines.push(...String(chunk).trim().split('\n'));
        // Each line is answered by a signal; the last one comes when the first wish is long past.
        if (lines.at(-1) !== 'listening') await new Promise((resolve) => setTimeout(resolve, 600));
        child.kill(name);
      }
      const [exitCode] = (await exited) as [number | null];

      expect(lines).toEqual(['listening', `StopRequestedError ${code}`]);
      expect(exitCode).toBe(code);
    },
  );
});
