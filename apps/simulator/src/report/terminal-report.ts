import { isJsonObject, type Json } from '@pipelines/core';
import { fileResultLines, outputLines, skippedLines } from './file-report.ts';
import { formatTime } from './format-time.ts';
import type { Icons } from './icons.ts';
import { durationSecondsOf } from './run-durations.ts';
import type { RunSummary, StateOutcome } from './run-summary.ts';
import { analyzeTimeout } from './timeout-analysis.ts';
import { timeoutLines } from './timeout-lines.ts';

/** Rule above and below a title, 70 characters. */
export const DOUBLE_RULE = '='.repeat(70);
const SINGLE_RULE = '-'.repeat(DOUBLE_RULE.length);

export interface TerminalReportOptions {
  /** States that the report counts, in the order of the machine. */
  readonly workingStates: readonly string[];
  readonly icons: Icons;
  /** Name of the database; `undefined` prints `N/A`. */
  readonly database: string | undefined;
  /** For a machine that works on files: these lines in place of the database's, and what it made. */
  readonly files?: FileFacts | undefined;
}

/** What a machine works on that leaves files behind. */
export interface FileFacts {
  readonly bucket: string;
  /** URI of the graph; `undefined` when its states are skipped. */
  readonly graph: string | undefined;
}

/**
 * The terminal report of an execution, as far as it has come.
 *
 * A longer history only appends lines, so a caller prints those that it has not printed yet.
 * Lines, their order and their spacing are a contract, character by character:
 * conflict-report.md 3.1. Times are UTC, durations seconds.
 *
 * @param summary - of a running or an ended execution
 */
export function reportLines(
  summary: RunSummary,
  options: TerminalReportOptions,
): readonly string[] {
  const lines = headerLines(summary.startMs, options);
  for (const state of summary.states) {
    lines.push(...startLines(state, options.workingStates));
    // What runs beside it waits, so that lines are only ever appended.
    if (state.status === 'RUNNING') return lines;
    lines.push(...endLines(state, options));
  }
  return summary.status === 'RUNNING' ? lines : [...lines, ...closingLines(summary, options)];
}

function headerLines(startMs: number, { database, files }: TerminalReportOptions): string[] {
  const places = files
    ? [`Bucket: ${files.bucket}`, `Graph: ${files.graph ?? 'none, its states are skipped'}`]
    : [`Database: ${database ?? 'N/A'}`];
  return [
    DOUBLE_RULE,
    'AWS STEP FUNCTIONS - LOCAL SIMULATION',
    DOUBLE_RULE,
    `Started: ${formatTime(startMs)}`,
    ...places,
    DOUBLE_RULE,
    '',
  ];
}

function startLines({ name }: StateOutcome, workingStates: readonly string[]): readonly string[] {
  const position = workingStates.indexOf(name) + 1;
  return [`[State ${position}/${workingStates.length}] ${name}`, SINGLE_RULE];
}

function endLines(state: StateOutcome, { icons, files }: TerminalReportOptions): readonly string[] {
  const duration = `${durationSecondsOf(state).toFixed(2)}s`;
  if (state.status === 'SUCCEEDED') {
    const details = files ? fileResultLines(state.result) : rowLines(state.result);
    return [`${icons.stateSucceeded} SUCCEEDED in ${duration}`, ...details, ''];
  }
  const [firstLine = '', ...moreLines] = (state.errorMessage ?? '').split(/\r?\n/);
  return [
    `${icons.failed} ${state.status} in ${duration}`,
    `   Error: ${firstLine}`,
    ...moreLines.map((line) => `   ${line}`),
    '',
  ];
}

function rowLines(body: Json | undefined): readonly string[] {
  const result = isJsonObject(body) ? body['result'] : undefined;
  if (!isJsonObject(result)) return [];
  const counts = [
    ['Rows Affected', result['affected_rows']],
    ['Rows Updated', result['updated_rows']],
    ['Rows Inserted', result['inserted_rows']],
  ] as const;
  return counts.flatMap(([label, rows]) =>
    typeof rows === 'number' ? [`   ${label}: ${rows.toLocaleString('en-US')}`] : [],
  );
}

function closingLines(
  summary: RunSummary,
  { icons, files, workingStates }: TerminalReportOptions,
): readonly string[] {
  const totalSeconds = durationSecondsOf(summary);
  const isSuccess = summary.status === 'SUCCEEDED';
  return [
    DOUBLE_RULE,
    isSuccess
      ? `${icons.pipelineSucceeded} PIPELINE EXECUTION COMPLETED SUCCESSFULLY`
      : `${icons.failed} PIPELINE EXECUTION ${summary.status}`,
    DOUBLE_RULE,
    `Total Duration: ${totalSeconds.toFixed(2)}s (${(totalSeconds / 60).toFixed(2)} min)`,
    ...(files ? skippedLines(summary, workingStates) : []),
    ...(isSuccess ? analysisLines(summary, icons) : unshownErrorLines(summary)),
    DOUBLE_RULE,
    ...(files && isSuccess ? outputLines(summary) : []),
  ];
}

/** A failure that no working state shows, so that no report ends without a reason. */
function unshownErrorLines({ states, error, cause }: RunSummary): readonly string[] {
  if (states.some((state) => state.errorMessage !== undefined)) return [];
  return [`   Error: ${[error, cause].filter((part) => part !== undefined).join(': ')}`];
}

function analysisLines(summary: RunSummary, icons: Icons): readonly string[] {
  const durations = summary.states.map((state) => ({
    name: state.name,
    durationSeconds: durationSecondsOf(state),
  }));
  const analysis = analyzeTimeout(durationSecondsOf(summary), durations);
  return ['', `${icons.analysis} Lambda Timeout Analysis:`, ...timeoutLines(analysis, icons)];
}
