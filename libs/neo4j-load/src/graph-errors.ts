import { PipelineError } from '@pipelines/core';

/**
 * The graph cannot be reached, gave up for reasons that pass, or has locked the account for seconds.
 * A retry may help.
 */
export class GraphUnavailableError extends PipelineError {
  static {
    GraphUnavailableError.prototype.name = 'GraphUnavailableError';
  }

  /** The driver's or the server's code: `ServiceUnavailable`, `Neo.TransientError…`. */
  readonly code: string;

  constructor(code: string) {
    super(`The graph is unavailable (${code}); the transaction is rolled back`);
    this.code = code;
  }
}

/** The graph refuses the user or the password. A rotated secret may cure it; a retry does not. */
export class GraphAuthenticationError extends PipelineError {
  static {
    GraphAuthenticationError.prototype.name = 'GraphAuthenticationError';
  }

  readonly code: string;

  constructor(code: string) {
    super(
      `The graph refuses the user (${code}): check NEO4J_USER and NEO4J_PASSWORD, or the secret`,
    );
    this.code = code;
  }
}

/** The address may not be used: no scheme of Neo4j, or a line that anybody can listen to. */
export class GraphAddressRefusedError extends PipelineError {
  static {
    GraphAddressRefusedError.prototype.name = 'GraphAddressRefusedError';
  }
}

/** A constraint or index cannot be made, or a profile contradicts itself. Someone must look. */
export class GraphSchemaError extends PipelineError {
  static {
    GraphSchemaError.prototype.name = 'GraphSchemaError';
  }
}

/** More nodes are to be loaded than the graph is allowed to hold. Nothing was written. */
export class GraphCapacityError extends PipelineError {
  static {
    GraphCapacityError.prototype.name = 'GraphCapacityError';
  }

  readonly estimatedNodes: number;
  readonly maxNodes: number;

  constructor(estimatedNodes: number, maxNodes: number) {
    super(`The graph would hold ${estimatedNodes} nodes; NEO4J_MAX_NODES allows ${maxNodes}`);
    this.estimatedNodes = estimatedNodes;
    this.maxNodes = maxNodes;
  }
}

/** A reset was asked for without all that it needs. Nothing was deleted. */
export class GraphResetRefusedError extends PipelineError {
  static {
    GraphResetRefusedError.prototype.name = 'GraphResetRefusedError';
  }
}

/**
 * Somebody else writes to the graph; nothing was written. Starting again helps once that one has
 * ended, or has been silent until the time in the message.
 */
export class LockHeldError extends PipelineError {
  static {
    LockHeldError.prototype.name = 'LockHeldError';
  }

  readonly holder: string;

  /** @param expiresAtMs - epoch ms by the clock of the server */
  constructor(lockName: string, holder: string, expiresAtMs: number) {
    const until = new Date(expiresAtMs).toISOString();
    super(`The graph "${lockName}" is locked by ${holder}, unless renewed until ${until}`);
    this.holder = holder;
  }
}

/**
 * The lock is not the writer's any more, who was silent for too long, or it was removed by hand.
 * The transaction is rolled back. What others wrote meanwhile is unknown, so a load starts anew.
 */
export class LockLostError extends PipelineError {
  static {
    LockLostError.prototype.name = 'LockLostError';
  }

  constructor(lockName: string) {
    super(
      `The lock of the graph "${lockName}" was lost to another writer; nothing more is written`,
    );
  }
}

/** A value is not of the type that the profile gives its property. The value is not repeated. */
export class GraphValueError extends PipelineError {
  static {
    GraphValueError.prototype.name = 'GraphValueError';
  }
}

/**
 * The server refused a statement. Its message is dropped: that of a broken constraint quotes the
 * row.
 */
export class GraphStatementError extends PipelineError {
  static {
    GraphStatementError.prototype.name = 'GraphStatementError';
  }

  /** `Neo.ClientError.Schema.ConstraintValidationFailed` */
  readonly code: string;

  constructor(code: string) {
    super(`The graph refused a statement: ${code}`);
    this.code = code;
  }
}
