import { PipelineError } from '@pipelines/core';

/**
 * Something failed that nobody foresaw: a bug, or a library that threw.
 *
 * Its message holds the name and, where there is one, the code of the original (`ECONNRESET`), never
 * its message, which may quote a row or a secret. The original's stack without that message is kept
 * in `trace`, so that a log shows where it happened.
 */
export class UnexpectedError extends PipelineError {
  static {
    UnexpectedError.prototype.name = 'UnexpectedError';
  }

  /** Stack frames of the original, one a line; empty when it was not an Error. */
  readonly trace: string;

  constructor(thrown: unknown) {
    super(
      `Unexpected ${nameOf(thrown)}${codeOf(thrown)}; the log of this invocation has its trace`,
    );
    this.trace = framesOf(thrown);
  }
}

const WORD = /^[\w.-]{1,64}$/;

function nameOf(thrown: unknown): string {
  return thrown instanceof Error && WORD.test(thrown.name) ? thrown.name : 'value thrown';
}

function codeOf(thrown: unknown): string {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  return typeof code === 'string' && WORD.test(code) ? ` (${code})` : '';
}

/** The frames only: the first lines of `stack` repeat the message, which may itself have many lines. */
function framesOf(thrown: unknown): string {
  const lines = thrown instanceof Error ? (thrown.stack ?? '').split('\n') : [];
  return lines.filter((line) => /^ {4}at \S/.test(line)).join('\n');
}
