import type { Database } from '@pipelines/sql-tasks';
import { clearMarks } from './map-state.ts';
import { median } from './median.ts';
import { round } from './round.ts';
import { runSqlFile } from './run-sql-file.ts';
import { withBenchDatabase } from './with-bench-database.ts';

const REPEATS = 3;

/** What TASK_02 is compared with, on the same rows and the same server. Seconds are medians. */
export interface PeerFigures {
  /** The earlier system: one statement, on its own storage; null when it ran out of its time. */
  readonly oneStatementSeconds: number | null;
  readonly oneStatementRows: number | null;
  /** The same statement on our storage. */
  readonly sameStorageSeconds: number | null;
  /** A constant UPDATE of the rows that TASK_02 refreshes. */
  readonly floorSeconds: number | null;
  /** A constant UPDATE of these and of those that it marks. */
  readonly everyRowFloorSeconds: number | null;
  /** oneStatementSeconds / task02Seconds: how many times faster TASK_02 is. */
  readonly peerRatio: number | null;
  readonly sameStorageRatio: number | null;
  /** task02Seconds / everyRowFloorSeconds: how much above the floor it is. */
  readonly floorRatio: number | null;
}

/**
 * Run the one statement and the floors on a folder where TASK_02 has run, and compare the times.
 *
 * The table ends in the earlier system's storage.
 *
 * @param dataDir - state folder of the simulator; its engine is started and stopped here
 */
export async function comparePeer(
  dataDir: string,
  options: { readonly task02Seconds: number; readonly timeoutSeconds: number },
): Promise<PeerFigures> {
  const { task02Seconds, timeoutSeconds } = options;
  return withBenchDatabase(dataDir, async (database) => {
    const measure = (file: string) => runRepeatedly(file, database, timeoutSeconds);
    const floor = await measure('floor_constant_update.sql');
    const everyRow = await measure('floor_every_row.sql');
    const sameStorage = await measure('peer_one_statement.sql');
    await runSqlFile('peer_storage.sql', database, timeoutSeconds);
    await database.query('vacuum full analyze conflict.conflictvisitmaps');
    const peer = await measure('peer_one_statement.sql');
    return {
      oneStatementSeconds: peer ? round(peer.seconds) : null,
      oneStatementRows: peer?.rows ?? null,
      sameStorageSeconds: sameStorage ? round(sameStorage.seconds) : null,
      floorSeconds: floor ? round(floor.seconds) : null,
      everyRowFloorSeconds: everyRow ? round(everyRow.seconds) : null,
      peerRatio: peer ? round(peer.seconds / task02Seconds) : null,
      sameStorageRatio: sameStorage ? round(sameStorage.seconds / task02Seconds) : null,
      floorRatio: everyRow ? round(task02Seconds / everyRow.seconds) : null,
    };
  });
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
    // Row versions and marks of the runs before it would count for or against this one.
    await clearMarks(database);
    const run = await runSqlFile(file, database, timeoutSeconds);
    if (!run) return undefined;
    seconds.push(run.seconds);
    rows = run.rows;
  }
  return { seconds: median(seconds), rows };
}
