import { UsageError } from '@pipelines/command-line';

/**
 * A whole number of an option: digits only, so that `1e9`, `-1` and ` 5 ` are refused.
 *
 * @param name - of the option, for the message
 * @throws {UsageError} for anything else, and beyond the largest integer that is exact
 */
export function parseCount(name: string, text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(value)) return value;
  throw new UsageError(`${name} "${text}" is not a whole number.`);
}
