import { withClient } from '../connect-client.ts';
import type { PostgresConnection } from '../postgres-engine.ts';
import { parentOf, readProcessTree } from './process-tree.ts';
import { type TreeWatch, watchProcessTree } from './watch-process-tree.ts';

/**
 * Watch the memory of all processes of a PostgreSQL server on this machine.
 *
 * @returns undefined where /proc does not show them: not Linux, a container, another machine
 */
export async function watchServerMemory(
  connection: PostgresConnection,
): Promise<TreeWatch | undefined> {
  const postmaster = await withClient(connection, async (client) => {
    const [row] = await client.unsafe<{ pid: number }[]>('select pg_backend_pid() as pid');
    return row && (await parentOf(row.pid));
  });
  if (postmaster === undefined) return undefined;
  // A container counts its processes for itself: here the same number is somebody else.
  const [root] = await readProcessTree(postmaster);
  const isServer = root !== undefined && /(^|\/)postgres(:| |$)/.test(root.commandLine);
  return isServer ? watchProcessTree(postmaster) : undefined;
}
