import { type ProgramResult, runToEnd } from '../run-to-end.ts';
import type { EngineUser } from './engine-user.ts';

/** What every PostgreSQL program gets: nothing of the caller's environment, above all no secret. */
export const ENGINE_ENV = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

const OUTPUT_CHARACTERS = 8_000;

/**
 * Run a program of the engine to its end, as the engine's user.
 *
 * @param signal - kills the program; the promise rejects with the signal's reason once it is gone
 * @throws the error of `spawn` when the program cannot be started (EACCES, ENOENT)
 */
export function runProgram(
  command: string,
  args: readonly string[],
  options: { readonly user: EngineUser | undefined; readonly signal?: AbortSignal | undefined },
): Promise<ProgramResult> {
  const { user, signal } = options;
  return runToEnd(command, args, {
    ...user,
    cwd: '/',
    env: ENGINE_ENV,
    outputCharacters: OUTPUT_CHARACTERS,
    signal,
  });
}
