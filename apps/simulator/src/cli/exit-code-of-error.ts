import { exitCodes, type ExitCode } from './exit-codes.ts';
import { StopRequestedError } from './cli-errors.ts';

/** Error names of functions, machines and libraries, by the exit code that tells what to do. */
const namesByExitCode: readonly (readonly [ExitCode, RegExp])[] = [
  [exitCodes.usage, /^UsageError$/],
  [
    exitCodes.configuration,
    /^Config|Unreachable|Authentication|Refused|^NoPostgres|^EngineStart|^InvalidIdentifier|^PortInUse/,
  ],
  [exitCodes.timeout, /^States\.Timeout$|^Sandbox\.Timedout$|Timeout(Error)?$/],
  [exitCodes.lock, /Lock(ed|Held)?(Error)?$/],
];

/**
 * The exit code for an error by its name: of a thrown error, or of a failed execution.
 *
 * @param name - `ConfigValidationError`, `Task02TimeoutError`, `States.Timeout` …
 * @returns 2, 3, 5 or 6 where the name says so, else 1
 */
export function exitCodeOfErrorName(name: string): ExitCode {
  return namesByExitCode.find(([, names]) => names.test(name))?.[0] ?? exitCodes.failed;
}

/** The exit code for anything that was thrown; a requested stop ends with 128 + its signal. */
export function exitCodeOfThrown(thrown: unknown): ExitCode {
  if (thrown instanceof StopRequestedError) return thrown.exitCode;
  return thrown instanceof Error ? exitCodeOfErrorName(thrown.name) : exitCodes.failed;
}
