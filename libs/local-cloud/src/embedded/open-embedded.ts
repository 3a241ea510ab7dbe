import { ensurePassword, type StateFolder } from '../state/state-folder.ts';
import { lastPort } from '../state/owner.ts';
import type { OpenPostgresOptions, StartedServer } from '../postgres-engine.ts';
import { prepareBinaries } from './binaries-cache.ts';
import { CLUSTER_USER, ensureCluster } from './cluster.ts';
import type { EmbeddedPackage } from './embedded-package.ts';
import { engineUser } from './engine-user.ts';
import { freePorts } from './free-port.ts';
import { recoverCluster } from './postmaster-file.ts';
import { startServer } from './start-server.ts';

/**
 * Run the folder's cluster with the binaries that npm installed.
 *
 * To be called under the folder's lock, when no live process owns the engine. The server ends
 * with this process, however that ends.
 *
 * @throws {EngineStartError} when a step fails
 */
export async function openEmbedded(
  folder: StateFolder,
  binariesPackage: EmbeddedPackage,
  { env, onProgress, signal }: Pick<OpenPostgresOptions, 'env' | 'onProgress' | 'signal'>,
): Promise<StartedServer> {
  const user = engineUser();
  const binaries = await prepareBinaries(binariesPackage, { user, env, onProgress, signal });
  const dataFolder = await ensureCluster(folder, { binaries, user, onProgress, signal });
  await recoverCluster(dataFolder, signal);
  onProgress?.(`Starting embedded PostgreSQL ${binariesPackage.version}`);
  const server = await startServer({
    binaries,
    dataFolder,
    user,
    ports: freePorts(await lastPort(folder)),
    signal,
  });
  return {
    connection: {
      host: '127.0.0.1',
      port: server.port,
      database: 'postgres',
      user: CLUSTER_USER,
      password: await ensurePassword(folder),
    },
    stop: () => server.stop(),
  };
}
