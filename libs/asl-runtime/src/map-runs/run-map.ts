import {
  EvaluationError,
  ItemReaderError,
  toleratedAmong,
  type MapRunCall,
  type MapRunEnd,
} from '@pipelines/asl';
import { messageOf, type Json } from '@pipelines/core';
import { setImmediate } from 'node:timers/promises';
import type { Execution, StartOptions } from '../execution.ts';
import type { World } from '../run-execution.ts';
import { childInputs, type ChildInput } from './child-inputs.ts';
import { recordsOf, resultOf, type MapRunChild } from './child-record.ts';
import type { Counts } from './counts.ts';
import type { MapRunChange, MapRunLimits, PriorMapRun } from './map-run.ts';
import { createResultWriter, type ResultWriter } from './result-writer.ts';

/** This many children run at a time when the Map does not say; the service allows 10 000. */
const MOST_CHILDREN = 1_000;

/** After so many starts everything else in the process gets its turn. */
const CHILDREN_AT_ONCE = 32;

/** What a Map Run needs from around it. */
export interface MapRunSurroundings {
  /** The execution whose Map this is. */
  readonly parent: StartOptions;
  readonly world: World;
  readonly counts: Counts;
  /** The limits as they are now. */
  readonly limits: () => MapRunLimits;
  /** Be told of new limits. */
  readonly onUpdate: (listener: () => void) => void;
  readonly signal: AbortSignal;
  /** What the run had come to before a redrive. */
  readonly prior: PriorMapRun | undefined;
  /** Tell who listens to the run. */
  readonly notify: (change: MapRunChange) => void;
  /** Start one child with its input, or let one go on that had not succeeded. */
  startChild(inputText: string, before?: MapRunChild): Execution;
}

/** One run: what was asked for, and what has become of it so far. */
interface Work extends MapRunSurroundings {
  readonly call: MapRunCall;
  readonly writer: ResultWriter | undefined;
  /** By child: its result, or what the writer's form makes of it. */
  readonly results: (readonly Json[])[];
  readonly children: Set<Execution>;
  /** Called when a child has ended. */
  wake: () => void;
  /** Why the run cannot end well any more. */
  failure: MapRunEnd | undefined;
}

const THRESHOLD_EXCEEDED: MapRunEnd = {
  error: 'States.ExceedToleratedFailureThreshold',
  cause: 'The specified tolerated failure threshold was exceeded',
};

/** Nobody is told of it: who aborts a run does not wait for its end. */
const ABORTED: MapRunEnd = { error: 'States.Runtime', cause: 'The Map Run was aborted' };

/**
 * Run the items of a distributed Map, each as an execution of its own.
 *
 * Items are read as children become free, so a run needs memory for its children and its results
 * only; with a ResultWriter not even for these. Never rejects.
 */
export async function runMap(call: MapRunCall, around: MapRunSurroundings): Promise<MapRunEnd> {
  const work: Work = {
    ...around,
    call,
    writer: openWriter(call, around.world),
    results: [],
    children: new Set(),
    wake: () => undefined,
    failure: undefined,
  };
  around.signal.addEventListener('abort', () => stopAll(work, ABORTED), { once: true });
  around.onUpdate(() => {
    checkTolerance(work, false);
    work.wake();
  });
  try {
    await startAll(work);
    while (work.children.size > 0 && !work.failure) await childEnds(work);
    checkTolerance(work, true);
    if (work.failure) return stopAll(work, work.failure);
    return { output: work.writer ? await work.writer.finish() : work.results.flat() };
  } catch (error) {
    return stopAll(work, failureOf(error));
  }
}

/** Without a bucket the results stay in the state's output, in the form of the writer. */
function openWriter(
  { mapRunArn, writer }: MapRunCall,
  { objects }: World,
): ResultWriter | undefined {
  if (writer?.parameters.Bucket === undefined) return undefined;
  if (objects) return createResultWriter(writer, mapRunArn, objects);
  const write = (): Promise<never> =>
    Promise.reject(new Error('A ResultWriter needs objects, and this engine has none'));
  return { add: write, finish: write };
}

async function startAll(work: Work): Promise<void> {
  const { signal } = work;
  let index = 0;
  for await (const input of childInputs(work.call, work.world)) {
    const before = work.prior?.children.get(index);
    if (before?.result.status === 'SUCCEEDED') {
      await keepPrior(work, before);
      index++;
      continue;
    }
    while (work.children.size >= mostChildren(work) && !work.failure) await childEnds(work);
    if (work.failure || signal.aborted) return;
    startChild(work, index++, input);
    if (index % CHILDREN_AT_ONCE === 0) await setImmediate();
  }
}

function mostChildren({ limits }: Work): number {
  return Math.min(limits().maxConcurrency || MOST_CHILDREN, MOST_CHILDREN);
}

function startChild(work: Work, index: number, input: ChildInput): void {
  const before = work.prior?.children.get(index);
  const inputText = before?.inputText ?? JSON.stringify(input.json);
  const { itemCount } = before ?? input;
  const child = work.startChild(inputText, before);
  work.children.add(child);
  work.counts.start(itemCount);
  work.notify({ type: 'childStarted', child, itemCount });
  void child.done.then(async (result) => {
    work.counts.end(result.status, itemCount);
    const ended = endedChild(work, child, { index, inputText, itemCount, result });
    await keep(work, ended);
    work.children.delete(child);
    work.notify({ type: 'childEnded', child: ended });
    checkTolerance(work, false);
    work.wake();
  });
}

function endedChild(
  { call, parent }: Work,
  execution: Execution,
  facts: Pick<MapRunChild, 'index' | 'inputText' | 'itemCount' | 'result'>,
): MapRunChild {
  const { arn, name } = execution;
  const events = execution.history();
  const redriveCount = events.filter(({ type }) => type === 'ExecutionRedriven').length;
  const machineArn = `${parent.machine.arn}/${call.label}`;
  return { ...facts, arn, name, machineArn, redriveCount, history: events };
}

/** A child of before a redrive that had succeeded counts as it was. */
async function keepPrior(work: Work, child: MapRunChild): Promise<void> {
  work.counts.start(child.itemCount);
  work.counts.end(child.result.status, child.itemCount);
  await keep(work, child);
}

async function keep(work: Work, child: MapRunChild): Promise<void> {
  const { call, counts, writer } = work;
  const records = call.writer ? recordsOf(child, call.writer) : [resultOf(child)];
  if (!writer) {
    work.results[child.index] = records;
    return;
  }
  const outcome = child.result.status === 'SUCCEEDED' ? 'SUCCEEDED' : 'FAILED';
  try {
    for (const record of records) await writer.add(outcome, record);
    counts.wrote();
  } catch (error) {
    work.failure ??= { error: 'States.ResultWriterFailed', cause: messageOf(error) };
  }
}

/** Without a tolerance a single failure ends the run; a share can be told only of all items. */
function checkTolerance(work: Work, isComplete: boolean): void {
  const { call, counts, limits } = work;
  const total = isComplete ? counts.items().total : (call.items?.length ?? Infinity);
  const tolerated = toleratedAmong(limits().tolerance, total) ?? 0;
  const { failed, timedOut, aborted } = counts.items();
  if (failed + timedOut + aborted > tolerated) work.failure ??= THRESHOLD_EXCEEDED;
}

function childEnds(work: Work): Promise<void> {
  return new Promise((resolve) => {
    work.wake = resolve;
  });
}

function stopAll(work: Work, end: MapRunEnd): MapRunEnd {
  work.failure ??= end;
  for (const child of work.children) child.stop();
  work.wake();
  return end;
}

function failureOf(error: unknown): MapRunEnd {
  if (error instanceof ItemReaderError) {
    return { error: 'States.ItemReaderFailed', cause: error.message };
  }
  if (error instanceof EvaluationError) return { error: error.errorName, cause: error.message };
  return { error: 'States.Runtime', cause: messageOf(error) };
}
