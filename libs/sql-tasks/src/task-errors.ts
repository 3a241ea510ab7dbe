import { PipelineError } from '@pipelines/core';
import { StatementFailedError } from './database-errors.ts';

/** A step of a task failed; everything the task did is rolled back. */
export class SqlStepFailedError extends PipelineError {
  static {
    SqlStepFailedError.prototype.name = 'SqlStepFailedError';
  }

  readonly step: string;
  readonly sqlState: string | undefined;
  readonly constraint: string | undefined;
  readonly table: string | undefined;

  constructor(file: string, step: string, cause: Error) {
    super(`Step "${step}" of ${file} failed: ${cause.message}`, { cause });
    const failure = cause instanceof StatementFailedError ? cause : undefined;
    this.step = step;
    this.sqlState = failure?.sqlState;
    this.constraint = failure?.constraint;
    this.table = failure?.table;
  }
}

/** A task used up its time; everything it did is rolled back. The same work would run out again. */
export class TaskTimeoutError extends PipelineError {
  static {
    TaskTimeoutError.prototype.name = 'TaskTimeoutError';
  }

  readonly step: string;

  constructor(file: string, step: string, timeoutMs: number) {
    super(`Step "${step}" of ${file} was stopped: the task's ${timeoutMs / 1_000} s are used up`);
    this.step = step;
  }
}

/**
 * Rows that configure a task do not allow it to run; nothing was changed. Someone must correct them.
 *
 * The task file says what is expected in the name of a check constraint, which the message repeats:
 * `settings_has_exactly_one_row`.
 */
export class TaskConfigurationError extends PipelineError {
  static {
    TaskConfigurationError.prototype.name = 'TaskConfigurationError';
  }

  readonly step: string;
  readonly constraint: string;

  constructor(file: string, step: string, constraint: string) {
    super(`${file} cannot run until "${constraint.replaceAll('_', ' ')}" (step "${step}")`);
    this.step = step;
    this.constraint = constraint;
  }
}

/** Another session runs a task under the same lock. Starting again helps once that one has ended. */
export class TaskAlreadyRunningError extends PipelineError {
  static {
    TaskAlreadyRunningError.prototype.name = 'TaskAlreadyRunningError';
  }

  readonly lockName: string;

  constructor(file: string, lockName: string, holder: string) {
    super(`${file} was not started: "${lockName}" is locked by ${holder}`);
    this.lockName = lockName;
  }
}
