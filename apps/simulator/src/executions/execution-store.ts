import { mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { HistoryEvent } from '@pipelines/asl';
import { createExecutionFile, readExecutionFile } from './execution-file.ts';
import { appendLines, readCompleteLines } from './json-lines-file.ts';
import { holdOwnerLock, isOwnerAlive } from './owner-lock.ts';
import type { Redrive } from './redrives.ts';
import {
  originOf,
  type ExecutionOrigin,
  type ExecutionRecord,
  type ExecutionSummary,
  type HistoryPage,
} from './registry.ts';
import { executionFile, machineFolder } from './state-paths.ts';
import { takeExecutionFile } from './take-execution-file.ts';

export interface NewExecution extends ExecutionOrigin {
  readonly arn: string;
  readonly name: string;
  readonly startMs: number;
}

export interface PageRequest {
  readonly from: number;
  readonly count: number;
  readonly isReversed: boolean;
}

export interface ExecutionStore {
  /** Take the name. False when an execution has it already. */
  create(execution: NewExecution): boolean;
  /** Become the owner of an ended execution, to redrive it. False when another one does so. */
  take(arn: string, redrives: readonly Redrive[]): boolean;
  append(arn: string, events: readonly HistoryEvent[]): void;
  /** Undefined when no process ever wrote this execution. */
  read(arn: string): ExecutionRecord | undefined;
  readHistory(arn: string, page: PageRequest): HistoryPage | undefined;
  /** In no particular order. */
  list(machineArn: string): readonly ExecutionSummary[];
  close(): void;
}

/**
 * Executions as files that several processes may read, each written by the one that runs it.
 *
 * The history is the only truth: input, status and output are derived from the first and the last
 * event. Nothing is kept in memory but one short summary for each ended execution.
 *
 * @param root - `<data-dir>/executions`; folders are made 0700, files 0600
 */
export function createExecutionStore(root: string): ExecutionStore {
  const ownersFolder = path.join(root, 'owners');
  const owner = holdOwnerLock(ownersFolder);
  const endedSummaries = new Map<string, EndedSummary>();

  const isAlive = (id: string): boolean => id === owner.id || isOwnerAlive(ownersFolder, id);
  const readOne = (arn: string): ExecutionRecord | undefined => {
    const record = readExecutionFile(executionFile(root, arn), isAlive);
    // The file comes from parts of the ARN; another region, say, is another execution.
    return record?.arn === arn ? record : undefined;
  };
  return {
    create(execution) {
      const file = executionFile(root, execution.arn);
      mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
      return createExecutionFile(file, { format: 1, ...execution, owner: owner.id });
    },
    take: (arn, redrives) =>
      takeExecutionFile(executionFile(root, arn), { owner: owner.id, redrives, isAlive }),
    append: (arn, events) => appendLines(executionFile(root, arn), events),
    read: readOne,
    readHistory(arn, page) {
      // Ends it first where its process is gone.
      if (!readOne(arn)) return undefined;
      const lines = readCompleteLines(executionFile(root, arn)).slice(1);
      const events = pageOf(lines, page).map((line) => JSON.parse(line) as HistoryEvent);
      return { events, total: lines.length };
    },
    list(machineArn) {
      const folder = machineFolder(root, machineArn);
      const names = readdirIfPresent(folder).filter((name) => name.endsWith('.jsonl'));
      return names.flatMap((name) => {
        const file = path.join(folder, name);
        const known = endedSummaries.get(file);
        if (known && isUpToDate(file, known)) return known.summary;
        const changedMs = changedMsOf(file);
        const summary = summaryOf(readExecutionFile(file, isAlive));
        if (!summary) return [];
        if (summary.status !== 'RUNNING') endedSummaries.set(file, { summary, changedMs });
        return summary;
      });
    },
    close: () => owner.release(),
  };
}

/** A summary, and when its file was changed before it was read. */
interface EndedSummary {
  readonly summary: ExecutionSummary;
  readonly changedMs: number;
}

/** One that succeeded stays as it is; any other may have been redriven, also by another process. */
function isUpToDate(file: string, { summary, changedMs }: EndedSummary): boolean {
  return summary.status === 'SUCCEEDED' || changedMs === changedMsOf(file);
}

function changedMsOf(file: string): number {
  return statSync(file).mtimeMs;
}

/** The events of a page; `from` counts from the end of the history when it is reversed. */
export function pageOf<T>(items: readonly T[], { from, count, isReversed }: PageRequest): T[] {
  if (!isReversed) return items.slice(from, from + count);
  const end = Math.max(0, items.length - from);
  return items.slice(Math.max(0, end - count), end).reverse();
}

function summaryOf(record: ExecutionRecord | undefined): ExecutionSummary | undefined {
  if (!record) return undefined;
  const { arn, name, status, startMs, stopMs, redrives } = record;
  return {
    arn,
    name,
    ...originOf(record),
    status,
    startMs,
    redrives,
    ...(stopMs !== undefined && { stopMs }),
  };
}

function readdirIfPresent(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
