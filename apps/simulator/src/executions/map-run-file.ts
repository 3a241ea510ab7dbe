import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  createCounts,
  type MapRun,
  type MapRunChild,
  type PriorMapRun,
} from '@pipelines/asl-runtime';
import { appendLines, readCompleteLines, readFileEnds } from './json-lines-file.ts';
import type { Redrive } from './redrives.ts';

/** The first line of a Map Run's file. */
export interface MapRunHeader {
  readonly format: 1;
  readonly arn: string;
  readonly executionArn: string;
  readonly label: string;
  readonly stateName: string;
  readonly startMs: number;
}

type Facts = ReturnType<MapRun['facts']>;

/** How a Map Run stands. */
export interface MapRunFacts
  extends Facts, Pick<MapRun, 'maxConcurrency' | 'tolerance' | 'redriveCount'> {
  readonly redriveMs?: number;
}

/** A child as it is kept: with its redrives, and its events unless it is one of very many. */
export interface KeptChild extends MapRunChild {
  readonly redrives: readonly Redrive[];
}

/** One further line: a child that ended, or how the run stood when it began, went on or ended. */
export type MapRunLine = { readonly child: KeptChild } | { readonly facts: MapRunFacts };

/** Make the file of a run, with how it stands at its start; nothing happens when it is there. */
export function createMapRunFile(file: string, header: MapRunHeader, facts: MapRunFacts): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const lines = [header, { facts }].map((line) => `${JSON.stringify(line)}\n`);
  try {
    writeFileSync(file, lines.join(''), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    // It goes on, after a redrive.
    appendLines(file, [{ facts }]);
  }
}

/** Header and last facts of a run, without reading its children; `undefined` when it is not there. */
export function readMapRunFile(
  file: string,
): { readonly header: MapRunHeader; readonly facts: MapRunFacts } | undefined {
  const header = readHeader(file);
  if (!header) return undefined;
  const { last } = readFileEnds(file);
  const line = last === undefined ? undefined : (JSON.parse(last) as MapRunLine);
  // Its process ended before the run did: its children say how far it had come.
  const facts = line && 'facts' in line ? line.facts : countedFacts(file);
  return facts && { header, facts };
}

/** The first line of a run's file. */
export function readHeader(file: string): MapRunHeader | undefined {
  try {
    const [first] = readFileEnds(file).first;
    return first === undefined ? undefined : (JSON.parse(first) as MapRunHeader);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The children that have ended, each as it ended last, by index. */
export function readChildren(file: string): ReadonlyMap<number, KeptChild> {
  return childrenIn(linesOf(file));
}

/** What a redrive of a run needs to know of it. */
export function readPriorMapRun(file: string): PriorMapRun | undefined {
  const known = readMapRunFile(file);
  if (!known) return undefined;
  const { header, facts } = known;
  const { maxConcurrency, tolerance } = facts;
  const children = readChildren(file);
  return { startMs: header.startMs, limits: { maxConcurrency, tolerance }, children };
}

function childrenIn(lines: readonly MapRunLine[]): ReadonlyMap<number, KeptChild> {
  const children = new Map<number, KeptChild>();
  for (const line of lines) {
    if ('child' in line) children.set(line.child.index, line.child);
  }
  return children;
}

function linesOf(file: string): readonly MapRunLine[] {
  return readCompleteLines(file)
    .slice(1)
    .map((line) => JSON.parse(line) as MapRunLine);
}

function countedFacts(file: string): MapRunFacts | undefined {
  const lines = linesOf(file);
  const last = lines.findLast((line) => 'facts' in line);
  if (!last) return undefined;
  const counts = createCounts();
  for (const { itemCount, result } of childrenIn(lines).values()) {
    counts.start(itemCount);
    counts.end(result.status, itemCount);
  }
  return { ...last.facts, itemCounts: counts.items(), executionCounts: counts.executions() };
}
