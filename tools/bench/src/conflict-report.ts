import { loadavg } from 'node:os';
import { AS_OF, countMapRows, type DataFolder, withSeededFolder } from './data-folder.ts';
import { clearMarks, fillPairs } from './map-state.ts';
import { median } from './median.ts';
import type { MemoryFigures } from './memory-figures.ts';
import { comparePeer, type PeerFigures } from './peer.ts';
import { round } from './round.ts';
import { runSimulator, type SimulatorRun } from './run-simulator.ts';
import { withBenchDatabase } from './with-bench-database.ts';

const REPEATS = 3;

/** The part of `simulator run --json` that is read here. */
interface RunReport {
  readonly states: readonly {
    readonly name: string;
    readonly durationSeconds: number;
  }[];
}

/** Figures of one size: seconds are medians of three runs, each in a process of its own. */
export interface ConflictReportFigures {
  readonly bench: 'conflict-report';
  readonly visits: number;
  readonly mapRows: number;
  readonly seedSeconds: number;
  readonly seedMemory: MemoryFigures;
  readonly task01Seconds: number;
  readonly task02Seconds: number;
  readonly memory: MemoryFigures;
  /** What is compared with it on the same data; absent when it was not asked for. */
  readonly peer?: PeerFigures;
  /** Of the machine, over the last minute: far above 1 it was not ours alone. */
  readonly load: number;
}

/**
 * Seed generated visits into an embedded PostgreSQL, fill all pairs, and run the machine three
 * times, as a user would: through the zip, in a state folder of its own, which is removed at the
 * end. Before each run the marks of the one before it are cleared, as the status task does.
 *
 * @param options - `peerTimeoutSeconds` bounds each run of the one statement; 0 leaves it out
 * @throws {Error} when a command of the simulator fails
 */
export async function benchConflictReport(
  visits: number,
  { peerTimeoutSeconds }: { readonly peerTimeoutSeconds: number },
): Promise<ConflictReportFigures> {
  return withSeededFolder(visits, async (folder) => {
    const runs: SimulatorRun[] = [];
    await runMachine(folder);
    await withBenchDatabase(folder.path, fillPairs);
    for (let i = 0; i < REPEATS; i++) {
      await withBenchDatabase(folder.path, clearMarks);
      runs.push(await runMachine(folder));
    }
    const reports = runs.map(({ stdout }) => JSON.parse(stdout) as RunReport);
    const secondsOfState = (name: string): number =>
      round(median(reports.map((report) => secondsOf(report, name))));
    const task02Seconds = secondsOfState('ExecuteTask02');
    return {
      bench: 'conflict-report',
      visits,
      mapRows: await countMapRows(folder),
      seedSeconds: round(folder.seeding.seconds),
      seedMemory: folder.seeding.memory,
      task01Seconds: secondsOfState('ExecuteTask01'),
      task02Seconds,
      memory: largest(runs.map(({ memory }) => memory)),
      ...(peerTimeoutSeconds > 0 && {
        peer: await comparePeer(folder.path, { task02Seconds, timeoutSeconds: peerTimeoutSeconds }),
      }),
      load: round(loadavg()[0] ?? 0),
    };
  });
}

function runMachine(folder: DataFolder): Promise<SimulatorRun> {
  return runSimulator(['run', 'etl-pipeline', '--as-of', AS_OF, '--json', ...folder.options]);
}

function secondsOf({ states }: RunReport, name: string): number {
  const state = states.find((candidate) => candidate.name === name);
  if (!state) throw new Error(`The run has no state ${name}`);
  return state.durationSeconds;
}

/** Of several runs the one that took most memory in total. */
function largest(figures: readonly MemoryFigures[]): MemoryFigures {
  return figures.reduce((most, one) => (one.totalMib > most.totalMib ? one : most));
}
