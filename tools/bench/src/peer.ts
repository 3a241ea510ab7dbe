import { openPostgres } from '@pipelines/local-cloud';
import { connectDatabase, type Database } from '@pipelines/sql-tasks';
import { median } from './median.ts';
import { round } from './round.ts';
import { runSqlFile } from './run-sql-file.ts';

const REPEATS = 3;

/** What TASK_02 is compared with, on the same rows and the same server. */
export interface PeerFigures {
  /** Median of the usual way, one statement for everything; null when it ran out of its time. */
  readonly oneStatementSeconds: number | null;
  readonly oneStatementRows: number | null;
  /** Median of a constant UPDATE of the rows that TASK_02 refreshes. */
  readonly floorSeconds: number | null;
  /** oneStatementSeconds / task02Seconds: how many times faster TASK_02 is. */
  readonly peerRatio: number | null;
  /** task02Seconds / floorSeconds: how much above the floor it is. */
  readonly floorRatio: number | null;
}

/**
 * Run the one statement and the floor on a folder where TASK_02 has run, and compare the times.
 *
 * @param dataDir - state folder of the simulator; its engine is started and stopped here
 */
export async function comparePeer(
  dataDir: string,
  options: { readonly task02Seconds: number; readonly timeoutSeconds: number },
): Promise<PeerFigures> {
  const { task02Seconds, timeoutSeconds } = options;
  const engine = await openPostgres({ dataDir, env: process.env });
  const database = await connectDatabase({
    ...engine.connection,
    tls: 'off',
    connectTimeoutSeconds: 10,
    applicationName: 'bench',
  });
  try {
    const measure = (file: string) => runRepeatedly(file, database, timeoutSeconds);
    const floor = await measure('floor_constant_update.sql');
    const peer = await measure('peer_one_statement.sql');
    return {
      oneStatementSeconds: peer ? round(peer.seconds) : null,
      oneStatementRows: peer?.rows ?? null,
      floorSeconds: floor ? round(floor.seconds) : null,
      peerRatio: peer ? round(peer.seconds / task02Seconds) : null,
      floorRatio: floor ? round(task02Seconds / floor.seconds) : null,
    };
  } finally {
    await database.close();
    await engine.stop();
  }
}

/** Median of three runs; one that runs out of its time ends the series without a result. */
async function runRepeatedly(
  file: string,
  database: Database,
  timeoutSeconds: number,
): Promise<{ readonly seconds: number; readonly rows: number } | undefined> {
  const seconds: number[] = [];
  let rows = 0;
  for (let i = 0; i < REPEATS; i++) {
    // Row versions of the runs before it would count against this one.
    await database.query('vacuum conflict.conflictvisitmaps');
    const run = await runSqlFile(file, database, timeoutSeconds);
    if (!run) return undefined;
    seconds.push(run.seconds);
    rows = run.rows;
  }
  return { seconds: median(seconds), rows };
}
