import { describe, expect, it } from '@jest/globals';
import { StopRequestedError, UsageError } from '@pipelines/command-line';
import { ConfigurationRefusedError, DataLockedError } from './cli-errors.ts';
import { exitCodeOfErrorName, exitCodeOfThrown } from './exit-code-of-error.ts';
import { exitCodeOfRun } from './exit-code-of-run.ts';

const failed = { status: 'FAILED', startMs: 0, stopMs: 1, states: [] } as const;

describe('exit codes', () => {
  it.each([
    ['ConfigValidationError', 3],
    ['ConfigError', 3],
    ['DatabaseUnreachableError', 3],
    ['DatabaseAuthenticationError', 3],
    ['GivenPostgresUnreachableError', 3],
    ['ProductionDatabaseRefusedError', 3],
    ['NoPostgresError', 3],
    ['GivenNeo4jRefusedError', 3],
    ['GivenNeo4jUnreachableError', 3],
    ['Neo4jStartError', 3],
    ['ConfigurationError', 3],
    ['GraphUnavailableError', 3],
    ['ValidationFailed', 4],
    ['LoadFailed', 4],
    ['SmokeChecksFailed', 4],
    ['Neo4jUnavailableError', 3],
    ['EngineStartError', 3],
    ['InvalidIdentifierError', 3],
    ['Task01TimeoutError', 5],
    ['Task02TimeoutError', 5],
    ['Task03TimeoutError', 5],
    ['UpdateStatusesTimeoutError', 5],
    ['TaskTimeoutError', 5],
    ['States.Timeout', 5],
    ['Sandbox.Timedout', 5],
    ['DataLockedError', 6],
    ['Task01ExecutionError', 1],
    ['Task03ExecutionError', 1],
    ['UpdateStatusesExecutionError', 1],
    ['States.Runtime', 1],
    ['', 1],
  ])('of the error %j is %d', (name, code) => {
    expect(exitCodeOfErrorName(name)).toBe(code);
  });

  it('of a thrown error follow its class', () => {
    const thrown = [
      new UsageError('x'),
      new ConfigurationRefusedError('x'),
      new DataLockedError('x'),
      new StopRequestedError('SIGINT'),
      new StopRequestedError('SIGTERM'),
      new Error('x'),
      'x',
    ];

    expect(thrown.map(exitCodeOfThrown)).toEqual([2, 3, 6, 130, 143, 1, 1]);
  });

  it.each([
    ['a success', { ...failed, status: 'SUCCEEDED' } as const, 0],
    ['a run that timed out', { ...failed, status: 'TIMED_OUT' } as const, 5],
    ['a run that was stopped', { ...failed, status: 'ABORTED' } as const, 1],
    ['a wrong setting', { ...failed, error: 'ConfigValidationError' }, 3],
    ['a task’s timeout', { ...failed, error: 'Task02TimeoutError' }, 5],
    ['a failed task', { ...failed, error: 'Task02ExecutionError', cause: 'no' }, 1],
    [
      'a failed task whose function lost the database',
      {
        ...failed,
        error: 'Task02ExecutionError',
        cause: '{"errorType":"DatabaseUnreachableError","errorMessage":"gone"}',
      },
      3,
    ],
  ])('of %s is its own', (_title, summary, code) => {
    expect(exitCodeOfRun(summary)).toBe(code);
  });
});
