import { UsageError } from './cli-errors.ts';

/**
 * A whole number of an option: digits only, so that `1e9`, `-1` and ` 5 ` are refused.
 *
 * @param name - of the option, for the message
 * @param largest - inclusive; by default the largest integer that is exact
 * @throws {UsageError} for anything else
 */
export function parseCount(
  name: string,
  text: string,
  largest: number = Number.MAX_SAFE_INTEGER,
): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(value) && value <= largest) return value;
  const limit = largest === Number.MAX_SAFE_INTEGER ? '' : ` up to ${largest}`;
  throw new UsageError(`${name} "${text}" is not a whole number${limit}.`);
}
