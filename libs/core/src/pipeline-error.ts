/**
 * Base of every error that this repository throws on purpose.
 *
 * A subclass stands for one decision that someone could take. It sets a literal `name` on its
 * prototype, because the Lambda runtime reports `error.name` and Retry and Catch of the state
 * machine compare that text; `constructor.name` would not survive minification.
 */
export class PipelineError extends Error {
  static {
    PipelineError.prototype.name = 'PipelineError';
  }
}

/**
 * The message of anything that was thrown, for a border that must report it.
 *
 * @param thrown - an Error, or whatever else a library threw
 * @returns the Error's message, else the value as text
 */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
