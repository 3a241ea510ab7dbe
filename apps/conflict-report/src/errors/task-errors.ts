import type { TaskFailureBody } from '@pipelines/contracts';
import { PipelineError } from '@pipelines/core';

/** A task ran and failed; its transaction is rolled back. What is common to those below. */
export class TaskFailedError extends PipelineError {
  static {
    TaskFailedError.prototype.name = 'TaskFailedError';
  }

  /** The failure as the caller sees it: task, times, message. */
  readonly body: TaskFailureBody;

  constructor(body: TaskFailureBody, options: { readonly cause: unknown }) {
    super(body.error, options);
    this.body = body;
  }
}

/** TASK_01 failed. Another attempt may pass: it is one transaction. */
export class Task01ExecutionError extends TaskFailedError {
  static {
    Task01ExecutionError.prototype.name = 'Task01ExecutionError';
  }
}

/** TASK_02 failed. Another attempt may pass: it is one transaction. */
export class Task02ExecutionError extends TaskFailedError {
  static {
    Task02ExecutionError.prototype.name = 'Task02ExecutionError';
  }
}

/** TASK_03 failed. Another attempt may pass: it is one transaction. */
export class Task03ExecutionError extends TaskFailedError {
  static {
    Task03ExecutionError.prototype.name = 'Task03ExecutionError';
  }
}

/** The status task failed. Another attempt may pass: it is one transaction. */
export class UpdateStatusesExecutionError extends TaskFailedError {
  static {
    UpdateStatusesExecutionError.prototype.name = 'UpdateStatusesExecutionError';
  }
}

/** The chunks could not be planned. Another attempt may pass: it is one transaction. */
export class GetChunksError extends TaskFailedError {
  static {
    GetChunksError.prototype.name = 'GetChunksError';
  }
}

/** One chunk failed and was rolled back; the others are not touched. Another attempt may pass. */
export class ChunkProcessingError extends TaskFailedError {
  static {
    ChunkProcessingError.prototype.name = 'ChunkProcessingError';
  }
}

/** Not every chunk of a run is done. Start again with the same as_of: the others are left out. */
export class ChunkVerificationError extends TaskFailedError {
  static {
    ChunkVerificationError.prototype.name = 'ChunkVerificationError';
  }
}

/** A task ran past its deadline. Another attempt would run past it too: more time, or fewer rows. */
export class TaskTimeoutError extends TaskFailedError {
  static {
    TaskTimeoutError.prototype.name = 'TaskTimeoutError';
  }
}
