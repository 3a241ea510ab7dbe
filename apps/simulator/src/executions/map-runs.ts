import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Execution, MapRun, MapRunLimits, PriorMapRun } from '@pipelines/asl-runtime';
import { messageOf } from '@pipelines/core';
import { appendLines } from './json-lines-file.ts';
import {
  createMapRunFile,
  readChildren,
  readHeader,
  readMapRunFile,
  readPriorMapRun,
  type KeptChild,
  type MapRunFacts,
  type MapRunHeader,
  type MapRunLine,
} from './map-run-file.ts';
import { redrivesOf } from './redrives.ts';
import { mapRunFile, mapRunFolder } from './state-paths.ts';

/** A Map Run as it stands, or as its file says. */
export type MapRunRecord = MapRunHeader & MapRunFacts;

/** A child that runs, or one that has ended. */
export type FoundChild =
  | { readonly running: Execution; readonly itemCount: number; readonly mapRunArn: string }
  | { readonly ended: KeptChild; readonly mapRunArn: string };

/** The Map Runs of a data folder. */
export interface MapRuns {
  /** Write down what becomes of the Map Runs of an execution, from now on. */
  follow(execution: Execution): void;
  find(arn: string): MapRunRecord | undefined;
  /** Change the limits of a run of this process that is under way. */
  update(arn: string, change: Partial<MapRunLimits>): void;
  children(mapRunArn: string): readonly FoundChild[];
  child(executionArn: string): FoundChild | undefined;
  /** What a redrive needs to know. */
  prior(arn: string): PriorMapRun | undefined;
  /** Write out what is not written yet. */
  flush(): void;
}

/** A run of this process that has not ended, or whose children have not. */
interface LiveRun {
  readonly execution: Execution;
  readonly run: MapRun;
  readonly running: Map<string, { readonly child: Execution; readonly itemCount: number }>;
  readonly unwritten: MapRunLine[];
}

/** Of larger runs only the children without success keep their events. */
const MOST_HISTORIES = 10_000;

/**
 * Keep the Map Runs of the executions of this process, each in a file of its own.
 *
 * @param root - `<data-dir>/executions`
 * @param onProblem - told in one line when a file cannot be written
 */
export function createMapRuns(root: string, onProblem: (line: string) => void): MapRuns {
  const live = new Map<string, LiveRun>();

  const write = (arn: string, work: (file: string) => void): void => {
    try {
      work(mapRunFile(root, arn));
    } catch (error) {
      onProblem(`The Map Run ${arn} cannot be written: ${messageOf(error)}`);
    }
  };
  const flush = ({ run, unwritten }: LiveRun): void => {
    const lines = unwritten.splice(0);
    if (lines.length > 0) write(run.arn, (file) => appendLines(file, lines));
  };
  const begin = (execution: Execution, arn: string): void => {
    const run = execution.mapRuns().find((one) => one.arn === arn);
    if (!run) return;
    const entry: LiveRun = { execution, run, running: new Map(), unwritten: [] };
    live.set(arn, entry);
    write(arn, (file) => createMapRunFile(file, headerOf(run), factsOf(run)));
    listen(entry, () => {
      if (entry.unwritten.length === 1) setImmediate(() => flush(entry));
      if (run.facts().stopMs === undefined || entry.running.size > 0) return;
      entry.unwritten.push({ facts: factsOf(run) });
      flush(entry);
      live.delete(arn);
    });
  };
  return {
    follow: (execution) =>
      execution.subscribe(({ mapRunStartedEventDetails, mapRunRedrivenEventDetails }) => {
        const details = mapRunStartedEventDetails ?? mapRunRedrivenEventDetails;
        // The run is there once the interpreter's step is done.
        if (details) queueMicrotask(() => begin(execution, details.mapRunArn));
      }),
    find(arn) {
      const run = live.get(arn)?.run;
      if (run) return { ...headerOf(run), ...factsOf(run) };
      const known = readMapRunFile(mapRunFile(root, arn));
      return known?.header.arn === arn ? { ...known.header, ...known.facts } : undefined;
    },
    update: (arn, change) => live.get(arn)?.run.update(change),
    children: (arn) => childrenOf(root, arn, live.get(arn)),
    child: (executionArn) => findChild(root, executionArn, live),
    prior: (arn) => readPriorMapRun(mapRunFile(root, arn)),
    flush() {
      for (const entry of live.values()) flush(entry);
    },
  };
}

/** Note what becomes of the children; `onChange` is told after each note. */
function listen({ run, running, unwritten }: LiveRun, onChange: () => void): void {
  run.subscribe((change) => {
    if (change.type === 'childStarted') {
      const { child, itemCount } = change;
      running.set(child.arn, { child, itemCount });
      return;
    }
    if (change.type === 'childEnded') {
      running.delete(change.child.arn);
      const { history = [], ...facts } = change.child;
      const isKept = facts.index < MOST_HISTORIES || facts.result.status !== 'SUCCEEDED';
      const redrives = redrivesOf(history);
      unwritten.push({ child: { ...facts, redrives, ...(isKept && { history }) } });
    }
    onChange();
  });
}

function headerOf({ arn, executionArn, label, stateName, startMs }: MapRun): MapRunHeader {
  return { format: 1, arn, executionArn, label, stateName, startMs };
}

function factsOf(run: MapRun): MapRunFacts {
  const { maxConcurrency, tolerance, redriveCount, redriveMs } = run;
  const facts = { ...run.facts(), maxConcurrency, tolerance, redriveCount };
  return { ...facts, ...(redriveMs !== undefined && { redriveMs }) };
}

function childrenOf(root: string, mapRunArn: string, entry: LiveRun | undefined): FoundChild[] {
  const file = mapRunFile(root, mapRunArn);
  if (!readHeader(file)) return [];
  const ended = new Map(readChildren(file));
  for (const line of entry?.unwritten ?? []) {
    if ('child' in line) ended.set(line.child.index, line.child);
  }
  const running = entry ? [...entry.running.values()] : [];
  const again = new Set(running.map(({ child }) => child.arn));
  return [
    ...running.map(({ child, itemCount }) => ({ running: child, itemCount, mapRunArn })),
    ...[...ended.values()]
      .filter(({ arn }) => !again.has(arn))
      .map((child) => ({ ended: child, mapRunArn })),
  ];
}

/** The label of the run is in a child's ARN: `…:execution:machine/label:name`. */
function findChild(
  root: string,
  executionArn: string,
  live: ReadonlyMap<string, LiveRun>,
): FoundChild | undefined {
  const label = /:execution:[^:/]+\/([^:]+):[^:]+$/.exec(executionArn)?.[1];
  if (label === undefined) return undefined;
  const folder = mapRunFolder(root, executionArn);
  for (const name of filesIn(folder)) {
    const header = readHeader(path.join(folder, name));
    if (header?.label !== label) continue;
    const children = childrenOf(root, header.arn, live.get(header.arn));
    const found = children.find(
      (child) => ('running' in child ? child.running.arn : child.ended.arn) === executionArn,
    );
    if (found) return found;
  }
  return undefined;
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
