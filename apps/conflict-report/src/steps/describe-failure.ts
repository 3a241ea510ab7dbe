import type { ActionErrorBody, FailureBody } from '@pipelines/contracts';
import { PipelineError } from '@pipelines/core';
import { BadRequestError, UnexpectedError } from '@pipelines/lambda-kit';
import { ConnectionTestError } from '../errors/connection-test-error.ts';
import { TaskFailedError } from '../errors/task-errors.ts';

/** A failure in the words of its caller, whoever that is. */
export interface Failure {
  readonly statusCode: 400 | 500;
  /** What Retry and Catch of a state machine compare. */
  readonly errorName: string;
  readonly body: FailureBody;
  /** Stack frames of an error that nobody foresaw, for the log; without its message. */
  readonly trace: string | undefined;
}

/**
 * Put anything thrown into the envelope's terms. conflict-report.md 1.3 has the table.
 *
 * A message comes only from errors of this repository, which hold no rows and no secrets; of any
 * other error only name and code are told.
 *
 * @param action - of the event, when it is a known one
 */
export function describeFailure(thrown: unknown, action: string | undefined): Failure {
  const error = thrown instanceof PipelineError ? thrown : new UnexpectedError(thrown);
  const errorName = error.name;
  if (error instanceof TaskFailedError) {
    return { statusCode: 500, errorName, body: error.body, trace: undefined };
  }
  return {
    statusCode: error instanceof BadRequestError ? 400 : 500,
    errorName,
    body: {
      status: 'error',
      error: error.message,
      ...(action === undefined ? {} : { action }),
      ...furtherWords(error),
    },
    trace: error instanceof UnexpectedError ? error.trace : undefined,
  };
}

/** The fields that one kind of failure alone has. */
function furtherWords(error: PipelineError): Partial<ActionErrorBody> {
  if (error instanceof BadRequestError && error.remedy) return { message: error.remedy };
  if (error instanceof ConnectionTestError) {
    return { message: error.message, error_type: error.reason };
  }
  return {};
}
