import { type ExitCode, exitCodes } from '@pipelines/command-line';
import { functionErrorNameOf } from '../report/failure-message.ts';
import type { RunSummary } from '../report/run-summary.ts';
import { exitCodeOfErrorName } from './exit-code-of-error.ts';

/**
 * The exit code for an execution that has ended.
 *
 * The machine's error name decides (`ConfigValidationError` 3, `Task02TimeoutError` 5); where it
 * says no more than "failed", the name that the Lambda gave does (a held lock 6).
 */
export function exitCodeOfRun({ status, error, cause }: RunSummary): ExitCode {
  if (status === 'SUCCEEDED') return exitCodes.ok;
  if (status === 'TIMED_OUT') return exitCodes.timeout;
  const byMachine = exitCodeOfErrorName(error ?? '');
  return byMachine === exitCodes.failed
    ? exitCodeOfErrorName(functionErrorNameOf(cause) ?? '')
    : byMachine;
}
