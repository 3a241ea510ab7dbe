export { StopRequestedError, UsageError } from './command-line-errors.ts';
export { exitCodes, type ExitCode } from './exit-codes.ts';
export { stopOnSignals } from './stop-on-signals.ts';
