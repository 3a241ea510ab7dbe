import { PipelineError } from '@pipelines/core';

/**
 * An expression could not be evaluated: the running state fails with `errorName`.
 *
 * The message is the inner text of the Cause. Whoever knows the state puts AWS's prefix before it:
 * "An error occurred while executing the state 'S' (entered at the event id #N). ".
 */
export class EvaluationError extends PipelineError {
  static {
    EvaluationError.prototype.name = 'EvaluationError';
  }

  /** The `Error` of the failed state: `States.Runtime`, `States.ResultPathMatchFailure` and so on. */
  readonly errorName: string;

  constructor(errorName: string, message: string) {
    super(message);
    this.errorName = errorName;
  }
}

/** A definite JSONPath selects nothing. The message is Jayway's, as Step Functions repeats it. */
export class PathNotFoundError extends EvaluationError {
  static {
    PathNotFoundError.prototype.name = 'PathNotFoundError';
  }

  /** The path as the definition has it. */
  readonly path: string;

  constructor(path: string, detail: string) {
    super('States.Runtime', `Invalid path '${path}' : ${detail}`);
    this.path = path;
  }
}

/**
 * A JSONata expression gives no value, or not the value that its field needs. The history shows it
 * as EvaluationFailed before the state fails with States.QueryEvaluationError.
 */
export class QueryEvaluationError extends EvaluationError {
  static {
    QueryEvaluationError.prototype.name = 'QueryEvaluationError';
  }

  /** The field: `Output/total`; undefined when it is the input itself that does not fit. */
  readonly location: string | undefined;
  /** True when the value was there, and the state's work could not take it. */
  readonly isOfWork: boolean;

  constructor(message: string, location?: string, isOfWork = false) {
    super('States.QueryEvaluationError', message);
    this.location = location;
    this.isOfWork = isOfWork;
  }
}

/** The text of a JSONPath, an intrinsic call or a definition is not in the language. */
export class AslSyntaxError extends PipelineError {
  static {
    AslSyntaxError.prototype.name = 'AslSyntaxError';
  }
}
