import type { Icons } from './icons.ts';

/** How long several executions took, in seconds. */
export interface BenchFigures {
  /** In the order of the runs; at least one. */
  readonly seconds: readonly number[];
  readonly medianSeconds: number;
  /** The run farthest from the median, as a share of the median: 0.1 is ±10 %. */
  readonly spread: number;
}

/** The figures of at least one run. conflict-report.md 3.5 expects a spread of at most ±10 %. */
export function benchFiguresOf(seconds: readonly number[]): BenchFigures {
  const sorted = seconds.toSorted((left, right) => left - right);
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const medianSeconds = (lower + upper) / 2;
  const farthest = Math.max(0, ...seconds.map((one) => Math.abs(one - medianSeconds)));
  return { seconds, medianSeconds, spread: medianSeconds === 0 ? 0 : farthest / medianSeconds };
}

/** The line of one run; the words `Total Duration` are what scripts search for. */
export function benchRunLine(
  {
    index,
    runs,
    seconds,
  }: { readonly index: number; readonly runs: number; readonly seconds: number },
  icons: Icons,
): string {
  return `${icons.stateSucceeded} Run ${index}/${runs}  Total Duration: ${durationText(seconds)}`;
}

/** The closing lines: median and spread. */
export function benchSummaryLines({ medianSeconds, spread }: BenchFigures): readonly string[] {
  return [`Median: ${durationText(medianSeconds)}`, `Spread: ±${(spread * 100).toFixed(1)}%`];
}

function durationText(seconds: number): string {
  return `${seconds.toFixed(2)}s (${(seconds / 60).toFixed(2)} min)`;
}
