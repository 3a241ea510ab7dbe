import { spawnSync } from 'node:child_process';
import { describe, it } from '@jest/globals';

/** Asked once a test file. */
const hasPython = spawnSync('python3', ['--version']).status === 0;
const REASON = 'skipped: needs Python 3';

/**
 * `describe` for tests that run Python programs. Without a `python3` on the PATH they are skipped,
 * and the title says why.
 */
export function describeWithPython(title: string, tests: () => void): void {
  if (hasPython) describe(title, tests);
  else describe.skip(`${title} (${REASON})`, tests);
}

/** `it`, likewise. */
export function itWithPython(title: string, test: () => Promise<void>): void {
  if (hasPython) it(title, test);
  else it.skip(`${title} (${REASON})`, test);
}
