import { PipelineError } from '@pipelines/core';

/**
 * A request that Step Functions refuses. The name of each class is the error code of AWS, and the
 * message is its wording, so that the API can answer with both as they are.
 */
export class RefusedRequestError extends PipelineError {
  static {
    RefusedRequestError.prototype.name = 'ValidationException';
  }
}

/** No machine has this ARN. */
export class StateMachineDoesNotExistError extends RefusedRequestError {
  static {
    StateMachineDoesNotExistError.prototype.name = 'StateMachineDoesNotExist';
  }
  constructor(arn: string) {
    super(`State Machine Does Not Exist: '${arn}'`);
  }
}

/** The machine was deleted, and executions of it have yet to end. */
export class StateMachineDeletingError extends RefusedRequestError {
  static {
    StateMachineDeletingError.prototype.name = 'StateMachineDeleting';
  }
  constructor(arn: string) {
    super(`State Machine Deleting: '${arn}'`);
  }
}

/** Another machine has this name. Its definition, type, logging or tracing differ. */
export class StateMachineAlreadyExistsError extends RefusedRequestError {
  static {
    StateMachineAlreadyExistsError.prototype.name = 'StateMachineAlreadyExists';
  }
  constructor(arn: string) {
    super(`State Machine Already Exists: '${arn}'`);
  }
}

/** A version was asked for of another revision than the present one. */
export class RevisionConflictError extends RefusedRequestError {
  static {
    RevisionConflictError.prototype.name = 'ConflictException';
  }
  constructor(wanted: string, present: string) {
    super(
      `Failed to publish the State Machine version for revision ${wanted}. The current State Machine revision is ${present}.`,
    );
  }
}

/** The definition is not accepted; the message lists every finding. */
export class InvalidDefinitionRequestError extends RefusedRequestError {
  static {
    InvalidDefinitionRequestError.prototype.name = 'InvalidDefinition';
  }
}

/** A name is empty, too long, or has a character that Step Functions does not allow. */
export class InvalidNameError extends RefusedRequestError {
  static {
    InvalidNameError.prototype.name = 'InvalidName';
  }
  constructor(name: string) {
    super(`Invalid Name: '${name}'`);
  }
}

/** No execution has this ARN. */
export class ExecutionDoesNotExistError extends RefusedRequestError {
  static {
    ExecutionDoesNotExistError.prototype.name = 'ExecutionDoesNotExist';
  }
  constructor(arn: string) {
    super(`Execution Does Not Exist: '${arn}'`);
  }
}

/** The execution runs, has succeeded, or cannot go on for another reason. */
export class ExecutionNotRedrivableError extends RefusedRequestError {
  static {
    ExecutionNotRedrivableError.prototype.name = 'ExecutionNotRedrivable';
  }
  constructor(reason: string) {
    super(`Execution Not Redrivable: '${reason}'`);
  }
}

/** The name was used before, with another input or by an execution that has ended. */
export class ExecutionAlreadyExistsError extends RefusedRequestError {
  static {
    ExecutionAlreadyExistsError.prototype.name = 'ExecutionAlreadyExists';
  }
  constructor(arn: string) {
    super(`Execution Already Exists: '${arn}'`);
  }
}

/** The input is not JSON. The parser's own words are left out: they quote the input. */
export class InvalidExecutionInputError extends RefusedRequestError {
  static {
    InvalidExecutionInputError.prototype.name = 'InvalidExecutionInput';
  }
  constructor() {
    super(`Invalid State Machine Execution Input: 'The input is not valid JSON'`);
  }
}

/** Only the process that runs an execution can stop it. */
export class ExecutionRunsElsewhereError extends RefusedRequestError {
  constructor(arn: string) {
    super(`'${arn}' runs in another process on the same data folder; stop it there`);
  }
}
