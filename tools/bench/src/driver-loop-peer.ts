import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Neo4jEngine } from '@pipelines/local-cloud';

const script = join(import.meta.dirname, '../python/graph_peer.py');
const runProgram = promisify(execFile);

/** Times of the peer: wall, and CPU of its process. */
export interface LoopFigures {
  readonly driver: string;
  readonly pandas: string;
  readonly rows: number;
  /** Of the load into an empty graph, reading included. */
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** CPU of the server meanwhile. */
  readonly serverCpuSeconds: number;
  /** Of the same load once more. */
  readonly againSeconds: number;
  readonly nodes: number;
  readonly relationships: number;
  readonly maxRssMib: number;
  readonly stages: readonly {
    readonly stage: string;
    readonly rows: number;
    readonly seconds: number;
  }[];
}

/**
 * Run what a user would write with pandas and the driver's UNWIND loop, into an empty graph.
 *
 * @param python - program with pandas and neo4j
 * @returns null, and says so loudly on stderr, when they are not there
 * @throws {Error} when the script fails
 */
export async function compareDriverLoop(
  python: string,
  files: string,
  {
    serverPid,
    uri,
    user,
    password,
  }: Pick<Neo4jEngine, 'uri' | 'user' | 'password'> & { readonly serverPid: string },
): Promise<LoopFigures | null> {
  try {
    await runProgram(python, ['-c', 'import neo4j, pandas']);
  } catch {
    console.error(
      `SKIPPED the driver's loop: "${python}" lacks neo4j or pandas; choose one by --python`,
    );
    return null;
  }
  const { stdout } = await runProgram(python, [script, files, serverPid], {
    env: { ...process.env, NEO4J_URI: uri, NEO4J_USERNAME: user, NEO4J_PASSWORD: password },
  });
  return JSON.parse(stdout) as LoopFigures;
}
