import { PipelineError, type Clock } from '@pipelines/core';
import { addCounts, NO_COUNTS, type LoadCounts } from './load-counts.ts';
import { createWorkLine } from './work-line.ts';

/** One stage of a load: items in a fixed order, written window by window. */
export interface LoadStage<Item = unknown> {
  readonly name: string;
  /** The same items in the same order at each call, unless `isStartedAnew`. */
  items(): Iterable<Item> | AsyncIterable<Item>;
  /** Safe to repeat: a window that was interrupted is written again. */
  write(items: readonly Item[]): Promise<LoadCounts>;
  /** Its items depend on what is in the graph, so a resumed run takes them from the start. */
  readonly isStartedAnew?: boolean;
}

/** Where a load stands: small, JSON, passed from one invocation to the next. */
export interface LoadCursor {
  /** Name of the stage that is next, or in the middle. */
  readonly stage: string;
  /** Items of that stage that are committed. */
  readonly offset: number;
  /** Number of the invocation that made this cursor, from 1. */
  readonly chunk: number;
  /** Sums so far, by stage. */
  readonly counts: Readonly<Record<string, Partial<LoadCounts>>>;
}

/** How far a load came. */
export type StagesResult = {
  readonly counts: Readonly<Record<string, LoadCounts>>;
  /** Items committed by this call; none means that it came to nothing. */
  readonly committed: number;
} & ({ readonly done: true } | { readonly done: false; readonly cursor: LoadCursor });

/** How to run stages. */
export interface RunStagesOptions {
  readonly stages: readonly LoadStage[];
  readonly cursor?: LoadCursor | undefined;
  readonly clock: Clock;
  /** Epoch ms: no window is begun after it. */
  readonly deadlineMs: number;
  /** Items that are written after one look at the clock. */
  readonly windowItems: number;
  /** Windows of one stage that are written at the same time; default 1. */
  readonly windowsAtOnce?: number;
  /** Told after each window how many items of the stage are committed. */
  readonly onWindow?: (stage: string, offset: number) => void;
  /** A stage is done; `items` were committed by this call. */
  readonly onStage?: ((stage: string, items: number) => void) | undefined;
}

/** A cursor names a stage that this load does not have: it belongs to another version or scope. */
export class UnknownStageError extends PipelineError {
  static {
    UnknownStageError.prototype.name = 'UnknownStageError';
  }
}

/**
 * Run the stages of a load in their order, until all are done or the time is up. The next window is
 * read while others are written.
 *
 * A run that is resumed by its cursor, any number of times, leaves the same graph as one that is
 * not interrupted; the same cursor twice does too.
 *
 * @throws {UnknownStageError} for a cursor of another load
 * @throws the first error of a stage; what was committed before stays
 */
export async function runStages(options: RunStagesOptions): Promise<StagesResult> {
  const { stages, cursor } = options;
  const first = cursor ? stages.findIndex(({ name }) => name === cursor.stage) : 0;
  if (first < 0) throw new UnknownStageError(`No stage "${cursor?.stage}" in this load`);
  const counts = new Map(
    Object.entries(cursor?.counts ?? {}).map(([name, sums]) => [name, { ...NO_COUNTS, ...sums }]),
  );
  let committed = 0;
  for (const [index, stage] of stages.slice(first).entries()) {
    const isResumed = index === 0 && !stage.isStartedAnew;
    const progress = await runStage(stage, isResumed ? (cursor?.offset ?? 0) : 0, options);
    committed += progress.committed;
    counts.set(stage.name, addCounts(counts.get(stage.name) ?? NO_COUNTS, progress.counts));
    if (!progress.isDone) {
      const next = { stage: stage.name, offset: progress.offset, chunk: (cursor?.chunk ?? 0) + 1 };
      const sums = Object.fromEntries(counts);
      return { done: false, committed, counts: sums, cursor: { ...next, counts: briefly(sums) } };
    }
    options.onStage?.(stage.name, progress.committed);
  }
  return { done: true, committed, counts: Object.fromEntries(counts) };
}

interface StageProgress {
  readonly isDone: boolean;
  readonly offset: number;
  readonly committed: number;
  readonly counts: LoadCounts;
}

async function runStage(
  stage: LoadStage,
  skipped: number,
  { clock, deadlineMs, windowItems, windowsAtOnce = 1, onWindow }: RunStagesOptions,
): Promise<StageProgress> {
  let isDone = true;
  let offset = skipped;
  let counts = NO_COUNTS;
  const line = createWorkLine(windowsAtOnce);
  try {
    for await (const window of windowsOf(stage.items(), { skipped, windowItems })) {
      await line.room();
      isDone = clock.now() < deadlineMs;
      if (!isDone) break;
      line.begin(async () => {
        const added = await stage.write(window);
        counts = addCounts(counts, added);
        offset += window.length;
        onWindow?.(stage.name, offset);
      });
    }
  } finally {
    // Whatever happens, nothing is written behind the caller's back, and no window is left open
    // before one that is committed.
    await line.end();
  }
  return { isDone, offset, committed: offset - skipped, counts };
}

async function* windowsOf(
  items: Iterable<unknown> | AsyncIterable<unknown>,
  { skipped, windowItems }: { readonly skipped: number; readonly windowItems: number },
): AsyncGenerator<readonly unknown[]> {
  let position = 0;
  let window: unknown[] = [];
  for await (const item of items) {
    position += 1;
    if (position <= skipped) continue;
    window.push(item);
    if (window.length < windowItems) continue;
    yield window;
    window = [];
  }
  if (window.length > 0) yield window;
}

/** Zeros are left out: a cursor has to stay below 8 KiB. */
function briefly(
  counts: Readonly<Record<string, LoadCounts>>,
): Record<string, Partial<LoadCounts>> {
  const entries = Object.entries(counts).map(([stage, sums]) => {
    return [stage, Object.fromEntries(Object.entries(sums).filter(([, count]) => count > 0))];
  });
  return Object.fromEntries(entries) as Record<string, Partial<LoadCounts>>;
}
