import { PipelineError } from '@pipelines/core';

/** Nothing on this machine can run Neo4j. The message's two lines say what is missing and what helps. */
export class Neo4jUnavailableError extends PipelineError {
  static {
    Neo4jUnavailableError.prototype.name = 'Neo4jUnavailableError';
  }

  /** What the embedded engine lacks, `Java 17 or newer`. */
  readonly missing: string;

  constructor(missing: string) {
    super(
      `No Neo4j: NEO4J_URI is not set, Docker does not run, and the embedded Neo4j needs ${missing}.\n` +
        'One of these helps: set NEO4J_URI, NEO4J_USER and NEO4J_PASSWORD; start Docker; or install Java 17 or 21, and Maven for the first start (Debian: apt-get install openjdk-17-jre-headless maven).',
    );
    this.missing = missing;
  }
}

/** The embedded Neo4j could not be prepared or started. The message carries its last lines. */
export class Neo4jStartError extends PipelineError {
  static {
    Neo4jStartError.prototype.name = 'Neo4jStartError';
  }

  /** What was being done, `download of the jars`. */
  readonly step: string;

  constructor(step: string, output: string) {
    super(`Embedded Neo4j failed at "${step}": ${output.trim() || 'no output'}`);
    this.step = step;
  }
}

/** A server was given by NEO4J_URI and does not let us in. Falling back would hide that. */
export class GivenNeo4jUnreachableError extends PipelineError {
  static {
    GivenNeo4jUnreachableError.prototype.name = 'GivenNeo4jUnreachableError';
  }

  readonly host: string;
  /** The driver's code: `ServiceUnavailable`, `Neo.ClientError.Security.Unauthorized`. */
  readonly code: string;

  constructor(host: string, code: string) {
    super(`Neo4j at "${host}", given by NEO4J_URI, does not answer: ${code}`);
    this.host = host;
    this.code = code;
  }
}

/** What NEO4J_URI names may not be used: no such scheme, an open line, or a production database. */
export class GivenNeo4jRefusedError extends PipelineError {
  static {
    GivenNeo4jRefusedError.prototype.name = 'GivenNeo4jRefusedError';
  }
}
