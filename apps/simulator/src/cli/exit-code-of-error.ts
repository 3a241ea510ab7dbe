import { type ExitCode, exitCodes, StopRequestedError } from '@pipelines/command-line';

/** Names of errors that call for something else than reading the message: thrown, or of a run. */
const codeByName: ReadonlyMap<string, ExitCode> = new Map([
  ['UsageError', exitCodes.usage],
  ['AddressNotLoopbackError', exitCodes.usage],
  ['SampleDataOptionsError', exitCodes.usage],
  ...[
    'AddressInUseError',
    'AssemblyNotFoundError',
    'ConfigError',
    'ConfigurationError',
    'ConfigurationRefusedError',
    'ConfigValidationError',
    'ConnectionTestError',
    'DatabaseAuthenticationError',
    'DatabaseUnreachableError',
    'DiskSpaceError',
    'EngineStartError',
    'FunctionNotPackagedError',
    'GivenNeo4jRefusedError',
    'GivenNeo4jUnreachableError',
    'GivenPostgresUnreachableError',
    'GraphUnavailableError',
    'InvalidIdentifierError',
    'MockConfigError',
    'Neo4jStartError',
    'NotInAssemblyError',
    'Neo4jUnavailableError',
    'NoPostgresError',
    'ProductionDatabaseRefusedError',
  ].map((name) => [name, exitCodes.configuration] as const),
  ...['LoadFailed', 'SmokeChecksFailed', 'ValidationFailed'].map(
    (name) => [name, exitCodes.qualityGate] as const,
  ),
  ...[
    'Sandbox.Timedout',
    'States.Timeout',
    'Task01TimeoutError',
    'Task02TimeoutError',
    'Task03TimeoutError',
    'TaskTimeoutError',
    'UpdateStatusesTimeoutError',
  ].map((name) => [name, exitCodes.timeout] as const),
  ['DataLockedError', exitCodes.lock],
  ['LockHeldError', exitCodes.lock],
  ['TaskAlreadyRunningError', exitCodes.lock],
]);

/**
 * The exit code for an error by its name: of a thrown error, or of a failed execution.
 *
 * @param name - `ConfigValidationError`, `Task02TimeoutError`, `States.Timeout` …
 * @returns 2, 3, 4, 5 or 6 where the name says so, else 1
 */
export function exitCodeOfErrorName(name: string): ExitCode {
  return codeByName.get(name) ?? exitCodes.failed;
}

/** The exit code for anything that was thrown; a requested stop ends with 128 + its signal. */
export function exitCodeOfThrown(thrown: unknown): ExitCode {
  if (thrown instanceof StopRequestedError) return thrown.exitCode;
  return thrown instanceof Error ? exitCodeOfErrorName(thrown.name) : exitCodes.failed;
}
