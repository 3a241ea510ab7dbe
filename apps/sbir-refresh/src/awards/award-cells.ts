import { awardColumns, type AwardColumn } from '@pipelines/contracts';
import { textOf } from './null-text.ts';

/** The cells of one award, by column name, whatever the order of the file. */
export interface AwardCells {
  /** As it stands in the file; blank for a column that the file lacks. */
  raw(column: AwardColumn): string;
  /** Trimmed, null for nothing: see `textOf`. */
  text(column: AwardColumn): string | null;
  /** The 42 cells as they stand in the file, in the order of `awardColumns`. */
  all(): readonly string[];
  /** The same, joined by U+001F: text, or its UTF-8. */
  joined(): string | Uint8Array;
}

const SEPARATOR = '\u001f';

/**
 * A view on records of a file with this header, columns found by exact name.
 *
 * One view serves a whole file: `open` moves it to a record, and what it returned before is then
 * out of date. 9 million cells pass through it, so it makes nothing per record.
 */
export function createAwardCells(header: readonly string[]): {
  /** @param joined - the fields in UTF-8, with U+001F between them, where they are at hand */
  open(fields: readonly string[], joined?: Uint8Array): AwardCells;
} {
  const places = awardColumns.map((column) => header.indexOf(column));
  const isInOrder = places.every((place, index) => place === index);
  const placeOf = Object.fromEntries(
    awardColumns.map((column, index) => [column, places[index] ?? -1]),
  ) as Readonly<Record<AwardColumn, number>>;
  let fields: readonly string[] = [];
  let joinedFields: Uint8Array | undefined;
  const isWhole = (): boolean => isInOrder && fields.length === awardColumns.length;
  const all = (): readonly string[] =>
    isWhole() ? fields : places.map((place) => fields[place] ?? '');
  const raw = (column: AwardColumn): string => fields[placeOf[column]] ?? '';
  const cells: AwardCells = {
    raw,
    text: (column) => textOf(raw(column)),
    all,
    joined: () => (joinedFields && isWhole() ? joinedFields : all().join(SEPARATOR)),
  };
  return {
    open(next, joined) {
      fields = next;
      joinedFields = joined;
      return cells;
    },
  };
}
