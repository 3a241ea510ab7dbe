import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withClient } from '../src/connect-client.ts';
import { clusterHomeOf } from '../src/embedded/cluster.ts';
import { readPostmasterPid } from '../src/embedded/postmaster-file.ts';
import { openPostgres } from '../src/open-postgres.ts';
import { pollUntil } from '../src/poll-until.ts';
import type { PostgresConnection, PostgresEngine } from '../src/postgres-engine.ts';
import { removePostgresData } from '../src/remove-postgres-data.ts';
import { isAlive } from '../src/state/processes.ts';
import { openStateFolder } from '../src/state/state-folder.ts';

/** What an embedded engine may know of the machine in these tests. */
export const TEST_ENV = {
  HOME: process.env['HOME'],
  XDG_CACHE_HOME: process.env['XDG_CACHE_HOME'],
  PIPELINES_NO_DOCKER: '1',
};

/** A fresh folder and a way to be rid of it. */
export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'local-cloud-test-'));
  return {
    path,
    async remove() {
      await removePostgresData(path);
      await rm(path, { recursive: true, force: true });
    },
  };
}

/** Open the embedded engine of a folder. */
export function openEngine(
  dataDir: string,
  more: { onProgress?: (line: string) => void; signal?: AbortSignal } = {},
): Promise<PostgresEngine> {
  return openPostgres({ dataDir, env: TEST_ENV, ...more });
}

/** Run SQL on a connection of its own; rows as the driver gives them. */
export async function ask(
  connection: PostgresConnection,
  statement: string,
): Promise<Record<string, unknown>[]> {
  return withClient(connection, async (client) => [...(await client.unsafe(statement))]);
}

/** Process number of the server that has this folder's cluster open. */
export async function postmasterPid(dataDir: string): Promise<number | undefined> {
  const home = await clusterHomeOf(await openStateFolder(dataDir));
  return readPostmasterPid(join(home, 'data'));
}

/** Wait until a process is gone; fails the test after ten seconds. */
export async function untilGone(pid: number): Promise<void> {
  const isGone = await pollUntil(() => (isAlive(pid) ? undefined : true), {
    intervalMs: 10,
    timeoutMs: 10_000,
  });
  if (!isGone) throw new Error(`process ${pid} is still there`);
}
