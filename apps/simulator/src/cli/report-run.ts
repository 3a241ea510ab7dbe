import type { Execution } from '@pipelines/asl-runtime';
import type { HistoryEvent } from '@pipelines/asl';
import type { Icons } from '../report/icons.ts';
import { jsonReportOf } from '../report/json-report.ts';
import type { RunProgress } from '../report/run-progress.ts';
import { summarizeRun, type RunSummary } from '../report/run-summary.ts';
import { reportLines, type FileFacts } from '../report/terminal-report.ts';
import { writeLine, type CliIo } from './cli-io.ts';
import { untilEnded } from './until-ended.ts';

export interface ReportRunOptions {
  readonly workingStates: readonly string[];
  readonly icons: Icons;
  readonly database: string | undefined;
  readonly files?: FileFacts | undefined;
  /** `text` is printed while the execution runs, `json` at its end. */
  readonly format: 'text' | 'json';
  readonly progress: RunProgress;
}

/** Events after which the report can be longer than before. */
const REPORTED_EVENT = /State(?:Entered|Exited)$|^Execution/;

/**
 * Wait for the end of an execution while its report appears on stdout.
 *
 * Everything printed comes from the history. When `io.signal` aborts, the execution is stopped
 * and the report says so; throwing is left to the caller.
 *
 * @param execution - just started, on a signal that has not aborted: nothing was awaited since
 */
export async function reportRun(
  execution: Execution,
  io: CliIo,
  options: ReportRunOptions,
): Promise<RunSummary> {
  const { progress, workingStates } = options;
  let printed = 0;
  const print = (): void => {
    if (options.format === 'json') return;
    const lines = reportLines(summarizeRun(execution.history(), workingStates), options);
    const fresh = lines.slice(printed);
    printed = lines.length;
    if (fresh.length === 0) return;
    progress.clear();
    io.out.write(`${fresh.join('\n')}\n`);
  };
  const unsubscribe = execution.subscribe((event) => {
    if (REPORTED_EVENT.test(event.type)) print();
    followProgress(event, options);
  });

  await untilEnded(execution, io.signal);
  unsubscribe();
  progress.end();
  print();
  const summary = summarizeRun(execution.history(), workingStates);
  if (options.format === 'json') {
    writeLine(io.out, JSON.stringify(jsonReportOf(execution.arn, summary), undefined, 2));
  }
  return summary;
}

function followProgress(event: HistoryEvent, { progress, workingStates }: ReportRunOptions): void {
  const entered = event.stateEnteredEventDetails?.name;
  if (entered !== undefined && workingStates.includes(entered)) {
    progress.begin(entered, event.timestampMs);
  }
  if (event.type === 'MapStateStarted') {
    progress.beginItems(event.mapStateStartedEventDetails?.length ?? 0);
  }
  if (event.type === 'MapIterationSucceeded') progress.endItem();
  // The states inside a Map end while it goes on.
  const exited = event.stateExitedEventDetails?.name;
  if (exited !== undefined && workingStates.includes(exited)) progress.end();
}
