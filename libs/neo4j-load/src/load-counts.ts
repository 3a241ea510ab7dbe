/** What happened to the rows of a stage. A retried batch may count as unchanged what it made. */
export interface LoadCounts {
  readonly submitted: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  /** Created and updated. */
  readonly loaded: number;
  /** Nodes that had been swept and are supplied again; part of updated. */
  readonly revived: number;
  /** Relationships of which one end is not in the graph. */
  readonly missingEndpoints: number;
  readonly relationshipsDeleted: number;
  /** Nodes that got their date of removal. */
  readonly tombstoned: number;
}

export const NO_COUNTS: LoadCounts = {
  submitted: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  loaded: 0,
  revived: 0,
  missingEndpoints: 0,
  relationshipsDeleted: 0,
  tombstoned: 0,
};

/** Sum, count by count. */
export function addCounts(one: LoadCounts, other: LoadCounts): LoadCounts {
  const names = Object.keys(NO_COUNTS) as (keyof LoadCounts)[];
  return Object.fromEntries(
    names.map((name) => [name, one[name] + other[name]]),
  ) as unknown as LoadCounts;
}
