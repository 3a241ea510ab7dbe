import { execFile } from 'node:child_process';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  emptyNeo4j,
  type Neo4jEngine,
  Neo4jUnavailableError,
  openNeo4j,
  watchProcessTree,
} from '@pipelines/local-cloud';
import { compareDriverLoop, type LoopFigures } from './driver-loop-peer.ts';
import { round } from './round.ts';
import { withAwardFiles } from './with-award-files.ts';

const HEAP_MIB = 1_024;
const program = join(import.meta.dirname, '../../../apps/sbir-refresh/bench/graph.bench.ts');
const runProgram = promisify(execFile);

/** What is aimed at with 219 500 awards; limits that we set ourselves. */
const limits = { seconds: 60, awardsPerSecond: 25_000, againRatio: 2, maxRssMib: 300 } as const;

/** One part of a load: reading and planning, then a kind of node or relationship each. */
interface StageFigures {
  readonly stage: string;
  readonly rows: number;
  readonly rowsPerSecond: number;
  readonly seconds: number;
  /** All threads of the loader; hardly moved by what else the machine does. */
  readonly cpuSeconds: number;
  /** All threads of the server. */
  readonly serverCpuSeconds: number;
}

/** One load by the app's own step, in a process of its own. */
interface LoadFigures {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly serverCpuSeconds: number;
  readonly maxRssMib: number;
  readonly writes: Readonly<
    Record<'nodesCreated' | 'relationshipsCreated' | 'propertiesSet', number>
  >;
  readonly stages: readonly StageFigures[];
}

/** A load into an empty graph, and the same once more. */
interface LoadPair {
  readonly first: LoadFigures;
  readonly again: LoadFigures;
  /** How many times faster a load that finds everything there is. */
  readonly againRatio: number;
}

/** The graph of one award file: by us twice, with the peer between. */
export interface GraphFigures {
  readonly bench: 'sbir-graph';
  readonly awards: number;
  readonly neo4j: string;
  /** On a server that has just started. */
  readonly cold: LoadPair;
  /** After the peer, on the same server. */
  readonly warm: LoadPair;
  readonly limits: typeof limits;
  /** What a user would write with pandas and the driver; null without them. */
  readonly peer: LoopFigures | null;
  /** Seconds of the peer by ours, both into an empty graph on a warm server. */
  readonly peerRatio: number | null;
  /** Of the machine, over the last minute. */
  readonly load: number;
}

/**
 * Seed an award file, and load it into an embedded Neo4j of its own.
 *
 * @param options - `awards`; `python` is the program that runs the peer
 * @returns null, and says so loudly on stderr, where no Neo4j can be embedded
 * @throws {RangeError} when the disk has too little room; {Error} when a load fails
 */
export async function benchGraph(options: {
  readonly awards: number;
  readonly python: string;
}): Promise<GraphFigures | null> {
  const { awards, python } = options;
  return withAwardFiles(awards, async ({ path, files }) => {
    const engine = await openOwn(path);
    if (!engine) return null;
    try {
      const cold = await loadTwice(engine, files);
      await emptyNeo4j(engine);
      const peer = await compareDriverLoop(python, files, {
        ...engine,
        serverPid: await serverPid(),
      });
      if (peer) await emptyNeo4j(engine);
      const warm = await loadTwice(engine, files);
      return {
        ...{ bench: 'sbir-graph', awards, neo4j: engine.version, cold, warm, limits, peer },
        peerRatio: peer && round(peer.seconds / warm.first.seconds),
        load: round(loadavg()[0] ?? 0),
      };
    } finally {
      await engine.stop();
    }
  });
}

async function openOwn(dataDir: string): Promise<Neo4jEngine | undefined> {
  // Never a given graph: everything in it would be deleted.
  const env = { ...process.env, NEO4J_URI: undefined, PIPELINES_NO_DOCKER: '1' };
  try {
    return await openNeo4j({ dataDir, env, heapMib: HEAP_MIB });
  } catch (error) {
    if (!(error instanceof Neo4jUnavailableError)) throw error;
    console.error(`SKIPPED the graph: ${error.message}`);
    return undefined;
  }
}

async function loadTwice(engine: Neo4jEngine, files: string): Promise<LoadPair> {
  const first = await runLoad(engine, files);
  const again = await runLoad(engine, files);
  return { first, again, againRatio: round(first.seconds / again.seconds) };
}

async function runLoad(engine: Neo4jEngine, files: string): Promise<LoadFigures> {
  const { stdout } = await runProgram(process.execPath, [program, files, await serverPid()], {
    env: {
      ...process.env,
      NEO4J_URI: engine.uri,
      NEO4J_USERNAME: engine.user,
      NEO4J_PASSWORD: engine.password,
      NEO4J_DATABASE: engine.database,
    },
  });
  const figures = JSON.parse(stdout) as LoadFigures & { readonly result: unknown };
  const { maxRssMib, writes, stages } = figures;
  return {
    ...timesOf(figures),
    ...{ maxRssMib, writes },
    stages: stages.map((one) => ({
      ...{ stage: one.stage, rows: one.rows },
      rowsPerSecond: Math.round(one.rows / one.seconds),
      ...timesOf(one),
    })),
  };
}

function timesOf(
  one: Pick<LoadFigures, 'seconds' | 'cpuSeconds' | 'serverCpuSeconds'>,
): Pick<LoadFigures, 'seconds' | 'cpuSeconds' | 'serverCpuSeconds'> {
  return {
    seconds: round(one.seconds),
    cpuSeconds: round(one.cpuSeconds),
    serverCpuSeconds: round(one.serverCpuSeconds),
  };
}

/** Process of the server below this one; '' where processes cannot be seen. */
async function serverPid(): Promise<string> {
  const { processes } = await watchProcessTree(process.pid).stop();
  const server = processes.find(({ commandLine }) => /^\S*java .*neo4j/.test(commandLine));
  return String(server?.pid ?? '');
}
