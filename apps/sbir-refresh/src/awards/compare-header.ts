import { requiredAwardColumns } from '@pipelines/contracts';
import { SchemaDriftError } from '../errors/schema-drift-error.ts';

/** How the header of a file differs from the expected columns. */
export interface HeaderComparison {
  /** Same columns in the same order. */
  readonly matches_expected: boolean;
  /** In the expected order. */
  readonly missing_columns: readonly string[];
  /** In the observed order. */
  readonly extra_columns: readonly string[];
  readonly expected_columns: readonly string[];
  readonly observed_columns: readonly string[];
}

/** Compare a header, by exact names and in order. Source: sbir-refresh.md 2.3. */
export function compareHeader(
  expected: readonly string[],
  observed: readonly string[],
): HeaderComparison {
  return {
    matches_expected:
      expected.length === observed.length &&
      expected.every((column, index) => column === observed[index]),
    missing_columns: expected.filter((column) => !observed.includes(column)),
    extra_columns: observed.filter((column) => !expected.includes(column)),
    expected_columns: expected,
    observed_columns: observed,
  };
}

/**
 * Refuse an award file whose header drifted, or accept it with a warning when that is allowed.
 *
 * @returns the warning, or undefined when the header is the expected one
 * @throws {SchemaDriftError} on drift that is not allowed, and always without a required column
 */
export function judgeHeader(
  comparison: HeaderComparison,
  isDriftAllowed: boolean,
): string | undefined {
  const absent = requiredAwardColumns.filter(
    (column) => !comparison.observed_columns.includes(column),
  );
  if (absent.length > 0) {
    throw new SchemaDriftError(`The header lacks required columns: ${list(absent)}`);
  }
  if (comparison.matches_expected) return undefined;
  const difference = describeDrift(comparison);
  if (!isDriftAllowed) throw new SchemaDriftError(`The header is not as expected: ${difference}`);
  return `Header mismatch, allowed: ${difference}`;
}

function describeDrift({ missing_columns, extra_columns }: HeaderComparison): string {
  const parts = [
    ...(missing_columns.length > 0 ? [`missing ${list(missing_columns)}`] : []),
    ...(extra_columns.length > 0 ? [`extra ${list(extra_columns)}`] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : 'order differs';
}

/** A header comes from outside: no more than fits a log line. */
const MAX_LISTED = 60;
const list = (columns: readonly string[]): string =>
  `[${columns
    .slice(0, MAX_LISTED)
    .map((column) => column.slice(0, 80))
    .join(', ')}]`;
