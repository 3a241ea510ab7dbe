import { statfs } from 'node:fs/promises';
import { withClient } from '../connect-client.ts';
import type { PostgresConnection } from '../postgres-engine.ts';

/** Free space where a server keeps its data. */
export interface DiskSpace {
  /** The server's data folder. */
  readonly path: string;
  readonly freeBytes: number;
}

/**
 * Free disk space of a PostgreSQL server on this machine.
 *
 * @returns undefined when the server's folder is not on this machine, as in a container
 */
export async function freeDiskSpace(
  connection: PostgresConnection,
): Promise<DiskSpace | undefined> {
  const path = await withClient(connection, async (client) => {
    const [row] = await client.unsafe<{ data_directory: string }[]>('show data_directory');
    return row?.data_directory ?? '';
  });
  const stats = await statfs(path).catch(() => undefined);
  return stats && { path, freeBytes: stats.bavail * stats.bsize };
}
