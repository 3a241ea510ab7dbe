import { GraphValueError } from './graph-errors.ts';
import type { NodeKind } from './graph-profile.ts';
import type { PropertyValues } from './property-values.ts';

/** A node as the source has it. */
export interface NodeRow {
  readonly key: string;
  /** Left out where the stage reads them: see `ReadValues`. */
  readonly values?: PropertyValues;
  /** For kinds with bookkeeping: equal hashes mean equal rows. */
  readonly rowHash?: string;
  /** Keys of the nodes that it is linked to, one for each type of `SeenLinks`; or undefined. */
  readonly ends?: readonly (string | undefined)[];
}

/** Values of rows, in their order; asked for only where they are not in the graph yet. */
export type ReadValues<Row extends NodeRow = NodeRow> = (
  rows: readonly Row[],
) => Promise<readonly PropertyValues[]>;

/**
 * Rows in the order of their keys, in which all locks are taken.
 *
 * @throws {GraphValueError} for a missing hash, and a key that is there twice
 */
export function sortRows<Row extends NodeRow>(
  { label, bookkeeping }: NodeKind,
  rows: readonly Row[],
): Row[] {
  if (bookkeeping && rows.some(({ rowHash }) => rowHash === undefined)) {
    throw new GraphValueError(`A row of "${label}" comes without its hash`);
  }
  const sorted = [...rows].sort((one, other) => (one.key < other.key ? -1 : 1));
  if (sorted.some(({ key }, index) => key === sorted[index + 1]?.key)) {
    throw new GraphValueError(`Two rows of one batch have the same key of "${label}"`);
  }
  return sorted;
}

/**
 * The values that come with rows.
 *
 * @throws {GraphValueError} for a row without any
 */
export async function ownValues(rows: readonly NodeRow[]): Promise<readonly PropertyValues[]> {
  return rows.map(({ values }) => {
    if (!values) throw new GraphValueError('A row comes without its values');
    return values;
  });
}
