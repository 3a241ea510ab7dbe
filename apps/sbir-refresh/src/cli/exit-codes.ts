import { exitCodes, StopRequestedError } from '@pipelines/command-line';

/** What a caller would do about an error, by its contract name. Source: sbir-contracts.md section 9. */
const namesByCode: readonly (readonly [number, readonly string[]])[] = [
  [exitCodes.usage, ['UsageError', 'ValidationError', 'GraphResetRefusedError']],
  [
    exitCodes.configuration,
    [
      'AccessDeniedError',
      'ConfigurationError',
      'FileNotFoundError',
      'GraphCapacityError',
      'GraphSchemaError',
      'GraphUnavailableError',
      'SourceUnavailableError',
      'StorageUnavailableError',
    ],
  ],
  [
    exitCodes.qualityGate,
    [
      'LoadFailed',
      'MalformedCsvError',
      'SchemaDriftError',
      'SmokeChecksFailed',
      'SourceRejectedError',
      'ValidationFailed',
    ],
  ],
  [exitCodes.timeout, ['TaskTimeoutError']],
  [exitCodes.lock, ['LockHeldError']],
];

const codeByName: ReadonlyMap<string, number> = new Map(
  namesByCode.flatMap(([code, names]) => names.map((name) => [name, code] as const)),
);

/** The exit code for anything that was thrown, by its contract name; a requested stop has its own. */
export function exitCodeOf(thrown: unknown): number {
  if (thrown instanceof StopRequestedError) return thrown.exitCode;
  if (!(thrown instanceof Error)) return exitCodes.failed;
  // Retried by a machine, for it may be over soon; of a command line it is the connection.
  if (thrown.cause instanceof Error && thrown.cause.name === 'SecretUnavailableError') {
    return exitCodes.configuration;
  }
  return codeByName.get(thrown.name) ?? exitCodes.failed;
}
