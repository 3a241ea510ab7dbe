import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import type { HistoryEvent } from '@pipelines/asl';
import { appendLines, readCompleteLines, readFileEnds, type FileEnds } from './json-lines-file.ts';
import { outcomeOf } from './execution-outcome.ts';
import { holdOwnerLock, isOwnerAlive } from './owner-lock.ts';
import type { ExecutionRecord, ExecutionSummary, HistoryPage } from './registry.ts';
import { executionFile, machineFolder } from './state-paths.ts';

/** The first line of an execution's file; every further line is one event of its history. */
interface FileHeader {
  readonly format: 1;
  readonly arn: string;
  readonly name: string;
  readonly machineArn: string;
  readonly startMs: number;
  /** Lock of the process that runs it. */
  readonly owner: string;
}

export interface NewExecution {
  readonly arn: string;
  readonly name: string;
  readonly machineArn: string;
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
  const endedSummaries = new Map<string, ExecutionSummary>();

  const readFile = (file: string): ExecutionRecord | undefined => {
    const ends = endsIfPresent(file);
    if (!ends?.first[0]) return undefined;
    const header = JSON.parse(ends.first[0]) as FileHeader;
    const record = recordOf(header, ends);
    const isOurs = header.owner === owner.id;
    if (record.status !== 'RUNNING' || isOurs || isOwnerAlive(ownersFolder, header.owner)) {
      return record;
    }
    endAbandoned(file, header);
    return recordOf(header, readFileEnds(file));
  };
  const readOne = (arn: string): ExecutionRecord | undefined => {
    const record = readFile(executionFile(root, arn));
    return record?.arn === arn ? record : undefined;
  };
  return {
    create(execution) {
      const file = executionFile(root, execution.arn);
      mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
      const { arn, name, machineArn, startMs } = execution;
      const header: FileHeader = { format: 1, arn, name, machineArn, startMs, owner: owner.id };
      return createWith(file, header);
    },
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
        const summary = endedSummaries.get(file) ?? summaryOf(readFile(file));
        if (summary && summary.status !== 'RUNNING') endedSummaries.set(file, summary);
        return summary ?? [];
      });
    },
    close: () => owner.release(),
  };
}

/** The events of a page; `from` counts from the end of the history when it is reversed. */
export function pageOf<T>(items: readonly T[], { from, count, isReversed }: PageRequest): T[] {
  if (!isReversed) return items.slice(from, from + count);
  const end = Math.max(0, items.length - from);
  return items.slice(Math.max(0, end - count), end).reverse();
}

function createWith(file: string, header: FileHeader): boolean {
  try {
    writeFileSync(file, `${JSON.stringify(header)}\n`, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function recordOf(header: FileHeader, ends: FileEnds): ExecutionRecord {
  const [, firstLine] = ends.first;
  const first = firstLine === undefined ? undefined : (JSON.parse(firstLine) as HistoryEvent);
  const last = first && (JSON.parse(ends.last ?? '') as HistoryEvent);
  const { arn, name, machineArn } = header;
  const startMs = first?.timestampMs ?? header.startMs;
  const inputText = first?.executionStartedEventDetails?.input ?? '{}';
  return { arn, name, machineArn, startMs, inputText, ...outcomeOf(last) };
}

function summaryOf(record: ExecutionRecord | undefined): ExecutionSummary | undefined {
  if (!record) return undefined;
  const { arn, name, machineArn, status, startMs, stopMs } = record;
  return { arn, name, machineArn, status, startMs, ...(stopMs !== undefined && { stopMs }) };
}

/**
 * End an execution whose process is gone: ABORTED, at the time of its last event.
 *
 * The line goes to a fixed place and depends on the file alone, so that two processes that find
 * the execution at the same time write the same bytes.
 */
function endAbandoned(file: string, header: FileHeader): void {
  const { first, last, endBytes } = readFileEnds(file);
  const lastEvent = first.length > 1 ? (JSON.parse(last ?? '') as HistoryEvent) : undefined;
  const aborted: HistoryEvent = {
    id: (lastEvent?.id ?? 0) + 1,
    previousEventId: 0,
    type: 'ExecutionAborted',
    timestampMs: lastEvent?.timestampMs ?? header.startMs,
    executionAbortedEventDetails: {
      error: 'Simulator.ProcessEnded',
      cause: 'The simulator process that ran this execution ended before the execution did.',
    },
  };
  const descriptor = openSync(file, 'r+');
  try {
    ftruncateSync(descriptor, endBytes);
    writeSync(descriptor, `${JSON.stringify(aborted)}\n`, endBytes);
  } finally {
    closeSync(descriptor);
  }
}

function endsIfPresent(file: string): FileEnds | undefined {
  try {
    return readFileEnds(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function readdirIfPresent(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
