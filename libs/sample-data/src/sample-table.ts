/** One table of a data set, to be loaded with COPY. */
export interface SampleTable {
  readonly schema: 'analytics' | 'conflict';
  readonly table: string;
  /** Names as in the schema, in the order of each row's values. Columns not named stay empty. */
  readonly columns: readonly string[];
  /** For a progress bar; exact for all but the map and the conflicts. */
  readonly estimatedRows: number;
  /** The rows, made one by one; each call begins anew and gives the same. */
  readonly rows: () => Iterable<readonly (string | null)[]>;
}

/** A row's value by its column name; a column that is left out is NULL. */
export type NamedRow = Readonly<Record<string, string | null | undefined>>;

/**
 * A table whose rows are written down by column name.
 *
 * @param columns - every name that a row may use
 */
export function sampleTable(
  table: Omit<SampleTable, 'rows'>,
  namedRows: () => Iterable<NamedRow>,
): SampleTable {
  return {
    ...table,
    *rows() {
      for (const row of namedRows()) yield table.columns.map((name) => row[name] ?? null);
    },
  };
}

/** `t` or `f`, as PostgreSQL writes it. */
export function booleanText(value: boolean): string {
  return value ? 't' : 'f';
}

/** Cents as an amount, `2050` → `20.50`. */
export function amountText(cents: number): string {
  const text = String(Math.abs(cents)).padStart(3, '0');
  return `${cents < 0 ? '-' : ''}${text.slice(0, -2)}.${text.slice(-2)}`;
}
