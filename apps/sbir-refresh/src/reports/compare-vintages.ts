/** What tells one vintage of the award file from another. */
export interface Vintage {
  readonly sha256: string;
  readonly bytes: number;
  readonly row_count: number;
}

/** A vintage of a day, with its own comparison when it was recorded before. */
export interface RecordedVintage extends Vintage {
  readonly run_date: string;
  readonly row_delta: number | null;
  readonly row_delta_pct: number | null;
  readonly changed: boolean;
  readonly recent_bytes: readonly number[];
}

export interface VintageComparison {
  readonly changed: boolean;
  readonly row_delta: number | null;
  /** Fraction of the rows before. */
  readonly row_delta_pct: number | null;
  /** Sizes of up to eight vintages, newest last. */
  readonly recent_bytes: readonly number[];
  readonly warnings: readonly string[];
}

const MAX_RECENT = 8;
/** A file that loses more than a twentieth of its rows was probably cut. */
const ROW_DROP = -0.05;
const SIZE_TOLERANCE = 0.1;

/**
 * Compare a vintage with the one recorded before it.
 *
 * When that is the same vintage of the same day, a retry is running: its comparison is passed on.
 * Source: sbir-contracts.md 2.2 and sbir-refresh.md 2.3.
 */
export function compareVintages(
  current: Vintage & { readonly run_date: string },
  previous: RecordedVintage | undefined,
): VintageComparison {
  const isRetry = previous?.run_date === current.run_date && previous.sha256 === current.sha256;
  const earlierBytes = isRetry
    ? previous.recent_bytes.slice(0, -1)
    : (previous?.recent_bytes ?? []);
  const delta = isRetry ? previous : rowDelta(current, previous);
  return {
    changed: delta.changed,
    row_delta: delta.row_delta,
    row_delta_pct: delta.row_delta_pct,
    recent_bytes: [...earlierBytes, current.bytes].slice(-MAX_RECENT),
    warnings: [...dropWarning(delta.row_delta_pct), ...sizeWarning(current.bytes, earlierBytes)],
  };
}

function rowDelta(current: Vintage, previous: Vintage | undefined) {
  if (previous === undefined) return { changed: true, row_delta: null, row_delta_pct: null };
  const row_delta = current.row_count - previous.row_count;
  return {
    changed: current.sha256 !== previous.sha256,
    row_delta,
    row_delta_pct: previous.row_count > 0 ? row_delta / previous.row_count : null,
  };
}

function dropWarning(row_delta_pct: number | null): readonly string[] {
  if (row_delta_pct === null || row_delta_pct >= ROW_DROP) return [];
  return [`Row count dropped by ${(-row_delta_pct * 100).toFixed(2)}%`];
}

function sizeWarning(bytes: number, earlier: readonly number[]): readonly string[] {
  const sorted = earlier.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half];
  if (upper === undefined) return [];
  const median = sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? upper) + upper) / 2;
  if (Math.abs(bytes - median) <= SIZE_TOLERANCE * median) return [];
  return [`File size ${bytes} is more than 10% away from the median ${median} of recent files`];
}
