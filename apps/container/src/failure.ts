import { UnexpectedError } from '@pipelines/lambda-kit';

/** Error and Cause of a task, as Step Functions takes them. */
export interface Failure {
  readonly error: string;
  /** JSON text, as Lambda writes it: `{errorType, errorMessage, trace}`. */
  readonly cause: string;
}

/** Limits of an error and its cause, in characters. Source: API reference of Step Functions. */
const LONGEST_ERROR = 256;
const LONGEST_CAUSE = 32_768;
/** What is left of a message that alone would break the limit; escapes may take six characters each. */
const SHORT_MESSAGE = 4_000;

/**
 * What a handler threw, as Lambda would report it: the name is what Retry and Catch compare.
 *
 * Handlers throw nothing but errors of ours, whose messages quote no row.
 */
export function failureOfHandler(thrown: unknown): Failure {
  if (!(thrown instanceof Error)) return failureOf('Error', 'The handler threw no Error', []);
  return failureOf(thrown.name, thrown.message, (thrown.stack ?? '').split('\n'));
}

/** What reached the process beside the handler: a foreign message, so it is left out. */
export function failureOfCrash(thrown: unknown): Failure {
  const { name, message, trace } = new UnexpectedError(thrown);
  return failureOf(name, message, trace.split('\n'));
}

/**
 * A failure under a name, shortened to what Step Functions takes: the trace goes first.
 *
 * @param trace - lines of the stack
 */
export function failureOf(name: string, message: string, trace: readonly string[]): Failure {
  const write = (errorMessage: string, lines: readonly string[]): string =>
    JSON.stringify({ errorType: name, errorMessage, trace: lines });
  const causes = [write(message, trace), write(message, [])];
  return {
    error: name.slice(0, LONGEST_ERROR),
    cause:
      causes.find(({ length }) => length <= LONGEST_CAUSE) ??
      write(message.slice(0, SHORT_MESSAGE), []),
  };
}
