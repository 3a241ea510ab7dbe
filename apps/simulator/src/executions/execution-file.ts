import { closeSync, ftruncateSync, openSync, writeFileSync, writeSync } from 'node:fs';
import type { HistoryEvent } from '@pipelines/asl';
import { outcomeOf } from './execution-outcome.ts';
import { readFileEnds, type FileEnds } from './json-lines-file.ts';
import type { Redrive } from './redrives.ts';
import { originOf, type ExecutionOrigin, type ExecutionRecord } from './registry.ts';

/** The first line of an execution's file; every further line is one event of its history. */
export interface FileHeader extends ExecutionOrigin {
  readonly format: 1;
  readonly arn: string;
  readonly name: string;
  readonly startMs: number;
  /** Lock of the process that runs it, or ran it last. */
  readonly owner: string;
  /** Every redrive that was asked for. */
  readonly redrives?: readonly Redrive[];
}

/** Make the file of a new execution, 0600. False when there is one already. */
export function createExecutionFile(file: string, header: FileHeader): boolean {
  try {
    writeFileSync(file, `${JSON.stringify(header)}\n`, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * What the file of an execution says about it.
 *
 * One that is RUNNING by its file while its process is gone is ended first, as ABORTED.
 *
 * @param isAlive - whether the process with this lock still lives
 * @returns undefined when there is no file, or none with a header yet
 */
export function readExecutionFile(
  file: string,
  isAlive: (owner: string) => boolean,
): ExecutionRecord | undefined {
  const ends = endsIfPresent(file);
  if (!ends?.first[0]) return undefined;
  const header = JSON.parse(ends.first[0]) as FileHeader;
  const record = recordOf(header, ends);
  if (record.status !== 'RUNNING' || isAlive(header.owner)) return record;
  endAbandoned(file, header);
  return recordOf(header, readFileEnds(file));
}

function recordOf(header: FileHeader, ends: FileEnds): ExecutionRecord {
  const [, firstLine] = ends.first;
  const first = firstLine === undefined ? undefined : (JSON.parse(firstLine) as HistoryEvent);
  const last = first && (JSON.parse(ends.last ?? '') as HistoryEvent);
  const { arn, name, redrives = [] } = header;
  const eventCount = last?.id ?? 0;
  const startMs = first?.timestampMs ?? header.startMs;
  const inputText = first?.executionStartedEventDetails?.input ?? '{}';
  return {
    arn,
    name,
    ...originOf(header),
    startMs,
    inputText,
    eventCount,
    redrives: redrives.filter(({ eventId }) => eventId <= eventCount),
    ...outcomeOf(last),
  };
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
  // It may have ended, and its process too, since it was read as RUNNING.
  if (outcomeOf(lastEvent).status !== 'RUNNING') return;
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
