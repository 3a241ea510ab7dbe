/**
 * The middle of some measurements; of an even number, the mean of the two in the middle.
 *
 * @param values - at least one number; not modified
 * @throws {RangeError} without a number: an empty series has no middle
 */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  if (upper === undefined || lower === undefined) throw new RangeError('no values');
  return (lower + upper) / 2;
}
