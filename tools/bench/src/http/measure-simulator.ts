import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { round } from '../round.ts';
import { runSimulator } from '../run-simulator.ts';
import { connectStepFunctions, type StepFunctions } from './call-step-functions.ts';
import { fourStates, loop, mapOfCsv } from './definitions.ts';
import { byCallers, createMachine, runToEnd, start } from './measure-engine.ts';
import { type ServedSimulator, serveSimulator } from './serve-simulator.ts';

const EXECUTIONS = 10_000;
/** 24 807 events: just under the 25 000 that an execution may have. */
const LONG_ROUNDS = 6_200;
const PAGE = 1_000;
const LINES_PER_PIECE = 10_000;
/** The bucket that the simulator makes by itself. */
const BUCKET = 'sbir-analytics-production-data';
const KEY = 'lines.csv';

/** What only a server in a process of ours can be measured for. */
export interface SimulatorFigures {
  readonly readySeconds: number;
  readonly startsPerSecond: number;
  /** Resident size with 10 000 finished executions, at most. */
  readonly keptMib: number;
  readonly longHistoryEvents: number;
  /** The last 1 000 events of the longest history, newest first. */
  readonly historyPageMs: number;
  /** All of its pages, one after the other. */
  readonly historyMs: number;
  /** Seconds of an execution with ten times the events, by those of one with a tenth. Linear: 10. */
  readonly tenfoldRatio: number;
}

/** A distributed Map with an execution for each line. */
export interface CsvMapFigures {
  readonly lines: number;
  readonly seconds: number;
  readonly linesPerSecond: number;
  readonly peakMib: number;
}

/**
 * Start, kept executions and histories of simulators in `dataDir`: one that keeps 10 000 executions,
 * and one with the longest histories.
 */
export async function measureSimulator(dataDir: string): Promise<SimulatorFigures> {
  const kept = await withServed(join(dataDir, 'kept'), async (call, { readySeconds, peakMib }) => {
    const arn = await createMachine(call, 'kept', fourStates);
    const seconds = await timed(() =>
      byCallers(EXECUTIONS, async (n) => {
        await start(call, arn, { n });
      }),
    );
    await runToEnd(call, arn, { n: EXECUTIONS });
    return {
      readySeconds: round(readySeconds),
      startsPerSecond: Math.round(EXECUTIONS / seconds),
      keptMib: await peakMib(),
    };
  });
  return withServed(join(dataDir, 'long'), async (call) => ({
    ...kept,
    tenfoldRatio: round(await compareTenfold(call)),
    ...(await readLongHistory(call)),
  }));
}

/**
 * Put a CSV file into the simulator's S3 and run an execution for each of its lines.
 *
 * @param lines - a million take 30 MB of disk, and their results as much again
 */
export async function measureCsvMap(dataDir: string, lines: number): Promise<CsvMapFigures> {
  const file = join(dataDir, KEY);
  await pipeline(Readable.from(csvOf(lines)), createWriteStream(file));
  await runSimulator(['s3', 'cp', file, `s3://${BUCKET}/${KEY}`, '--data-dir', dataDir]);
  return withServed(dataDir, async (call, { peakMib }) => {
    const arn = await createMachine(call, 'csv', mapOfCsv(BUCKET, KEY));
    const seconds = await timed(() => runToEnd(call, arn, {}));
    const linesPerSecond = Math.round(lines / seconds);
    return { lines, seconds: round(seconds), linesPerSecond, peakMib: await peakMib() };
  });
}

async function withServed<Result>(
  dataDir: string,
  use: (call: StepFunctions, simulator: ServedSimulator) => Promise<Result>,
): Promise<Result> {
  const simulator = await serveSimulator(dataDir);
  const { call, close } = connectStepFunctions(simulator.url);
  try {
    return await use(call, simulator);
  } finally {
    close();
    await simulator.stop();
  }
}

function* csvOf(lines: number): Generator<string> {
  yield 'id,name\n';
  for (let first = 0; first < lines; first += LINES_PER_PIECE) {
    const count = Math.min(LINES_PER_PIECE, lines - first);
    yield Array.from({ length: count }, (_, i) => `${first + i},name ${first + i}\n`).join('');
  }
}

async function compareTenfold(call: StepFunctions): Promise<number> {
  const long = await createMachine(call, 'long', loop(LONG_ROUNDS));
  const tenth = await createMachine(call, 'tenth', loop(LONG_ROUNDS / 10));
  const REPEATS = 5;
  const best = async (arn: string): Promise<number> => {
    let least = Infinity;
    for (let i = 0; i < REPEATS; i++) {
      least = Math.min(least, await timed(() => runToEnd(call, arn, {})));
    }
    return least;
  };
  return (await best(long)) / (await best(tenth));
}

async function readLongHistory(
  call: StepFunctions,
): Promise<Pick<SimulatorFigures, 'longHistoryEvents' | 'historyPageMs' | 'historyMs'>> {
  const arn = await createMachine(call, 'history', loop(LONG_ROUNDS));
  const executionArn = await runToEnd(call, arn, {});
  const page = { executionArn, maxResults: PAGE };
  const pageSeconds = await timed(() =>
    call('GetExecutionHistory', { ...page, reverseOrder: true }),
  );
  let longHistoryEvents = 0;
  const allSeconds = await timed(async () => {
    let nextToken: string | undefined;
    do {
      const answer = await call<{
        readonly events: readonly unknown[];
        readonly nextToken?: string;
      }>('GetExecutionHistory', { ...page, ...(nextToken !== undefined && { nextToken }) });
      longHistoryEvents += answer.events.length;
      ({ nextToken } = answer);
    } while (nextToken !== undefined);
  });
  return {
    longHistoryEvents,
    historyPageMs: Math.round(pageSeconds * 1_000),
    historyMs: Math.round(allSeconds * 1_000),
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return (performance.now() - startedMs) / 1_000;
}
