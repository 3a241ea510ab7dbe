import { openPostgres } from '@pipelines/local-cloud';
import { connectDatabase, type Database } from '@pipelines/sql-tasks';

/**
 * Start the engine of a state folder, work on its database, and stop it whatever happens.
 *
 * @param dataDir - state folder of the simulator, which no command uses at the same time
 */
export async function withBenchDatabase<Result>(
  dataDir: string,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  const engine = await openPostgres({ dataDir, env: process.env });
  try {
    const database = await connectDatabase({
      ...engine.connection,
      tls: 'off',
      connectTimeoutSeconds: 10,
      applicationName: 'bench',
    });
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  } finally {
    await engine.stop();
  }
}
