import { GraphValueError } from './graph-errors.ts';
import type { NodeKind } from './graph-profile.ts';
import { toGraphDate, toGraphValues, type PropertyValues } from './property-values.ts';

/** A node as the source has it. */
export interface NodeRow {
  readonly key: string;
  readonly values: PropertyValues;
  /** For kinds with bookkeeping: equal hashes mean equal rows. */
  readonly rowHash?: string;
}

/** A node as it should be in the graph. */
export interface WantedNode {
  readonly key: string;
  /** All properties, key and bookkeeping included; those of a new node. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly rowHash: string | undefined;
}

/**
 * Rows as nodes that are to be, in the order of their keys.
 *
 * @param vintage - 'YYYY-MM-DD' of what is loaded
 * @throws {GraphValueError} for a value of another type, a missing hash, and a key that is there twice
 */
export function encodeRows(
  kind: NodeKind,
  rows: readonly NodeRow[],
  vintage: string,
): WantedNode[] {
  const { label, key, properties, bookkeeping } = kind;
  const firstSeen = toGraphDate(vintage, label);
  const wanted = rows.map((row) => {
    if (bookkeeping && row.rowHash === undefined) {
      throw new GraphValueError(`A row of "${label}" comes without its hash`);
    }
    const values = toGraphValues(row.values, properties, label);
    const kept = bookkeeping && {
      [bookkeeping.rowHash]: row.rowHash,
      [bookkeeping.firstSeen]: firstSeen,
    };
    return {
      key: row.key,
      properties: { ...values, ...kept, [key]: row.key },
      rowHash: row.rowHash,
    };
  });
  wanted.sort((one, other) => (one.key < other.key ? -1 : 1));
  if (wanted.some((node, index) => node.key === wanted[index + 1]?.key)) {
    throw new GraphValueError(`Two rows of one batch have the same key of "${label}"`);
  }
  return wanted;
}
