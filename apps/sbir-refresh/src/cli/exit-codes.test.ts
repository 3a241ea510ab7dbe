import { describe, expect, it } from '@jest/globals';
import { StopRequestedError } from '@pipelines/command-line';
import { exitCodeOf } from './exit-codes.ts';

const named = (name: string, cause?: Error): Error =>
  Object.assign(new Error('x', { cause }), { name });

describe('exitCodeOf', () => {
  it.each([
    [1, ['RefreshError', 'TypeError']],
    [2, ['UsageError', 'ValidationError', 'GraphResetRefusedError']],
    [3, ['ConfigurationError', 'AccessDeniedError', 'FileNotFoundError', 'GraphSchemaError']],
    [3, ['GraphCapacityError', 'SourceUnavailableError', 'StorageUnavailableError']],
    [3, ['GraphUnavailableError']],
    [4, ['ValidationFailed', 'SchemaDriftError', 'MalformedCsvError', 'SourceRejectedError']],
    [4, ['LoadFailed', 'SmokeChecksFailed']],
    [5, ['TaskTimeoutError']],
    [6, ['LockHeldError']],
  ])('is %d for %j', (code, names) => {
    expect(names.map((name) => exitCodeOf(named(name)))).toEqual(names.map(() => code));
  });

  it('is that of the connection when a secret cannot be asked for', () => {
    expect(exitCodeOf(named('RefreshError', named('SecretUnavailableError')))).toBe(3);
  });

  it('is 128 and the signal for a requested stop, and 1 for what is no error', () => {
    expect(exitCodeOf(new StopRequestedError('SIGINT'))).toBe(130);
    expect(exitCodeOf(new StopRequestedError('SIGTERM'))).toBe(143);
    expect(exitCodeOf('text')).toBe(1);
  });
});
