import { openNeo4j, openPostgres } from '@pipelines/local-cloud';
import type { FunctionSpec } from '@pipelines/workflows';
import { endpointValues, storageValues } from './endpoint-values.ts';
import { functionValues } from './function-values.ts';
import { graphValues } from './graph-values.ts';
import { createLazyEngine } from './lazy-engine.ts';
import { createLocalEndpoints, type SharedPort } from './local-endpoints.ts';
import { createSecretKeeper } from './secret-values.ts';

/** What decides which engines there are. */
export interface EngineNeeds {
  readonly dataDir: string;
  /** The user's environment: what it names is not started here. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly mode: 'real' | 'mock';
  readonly sharedPort?: SharedPort | undefined;
  /** Buckets that are there from the start. */
  readonly buckets?: readonly string[] | undefined;
  readonly onProgress: (line: string) => void;
}

/**
 * Every engine of a data folder, none of them started, and what a function gets of those that it
 * declares: the names and values of its environment.
 */
export function createEngines(needs: EngineNeeds) {
  const { dataDir, env, mode, sharedPort, buckets, onProgress } = needs;
  const options = { dataDir, env, onProgress };
  const database = createLazyEngine((signal) => openPostgres({ ...options, signal }));
  const graph = createLazyEngine((signal) => openNeo4j({ ...options, signal }));
  const endpoints = createLocalEndpoints({ dataDir, sharedPort, buckets, onProblem: onProgress });
  const connect = async () => (await database.open()).connection;
  const inSecrets = createSecretKeeper({ env, mode, endpoints });
  return {
    database,
    graph,
    endpoints,
    async environmentFor(spec: FunctionSpec): Promise<Readonly<Record<string, string>>> {
      return inSecrets(spec, {
        ...(await functionValues(spec, { env, mode, connect })),
        ...(await endpointValues(spec, { env, mode, endpoints })),
        ...(await graphValues(spec, { env, mode, open: () => graph.open() })),
      });
    },
    /** The local S3 and the key pair that it takes, for a program that declares neither. */
    storageValues: async () => storageValues(await endpoints.s3()),
    /** Each may fail by itself. */
    stop: (): readonly Promise<unknown>[] => [database.stop(), graph.stop(), endpoints.stop()],
  };
}
