import { createHash } from 'node:crypto';
import { dockerPostgres, type DockerStartOptions } from '../docker/docker-postgres.ts';
import { NEO4J_DATABASE, NEO4J_USER, type StartedNeo4j } from './neo4j-engine.ts';

const IMAGE = 'neo4j:5.26-community';
const BOLT_PORT = 7687;
const START_TIMEOUT_MS = 180_000;

/** Neo4j in a container. An interface, so that the choice of the chain can be tested. */
export interface DockerNeo4j {
  /** Whether an engine answers; a client program without an engine does not count. */
  isEngineRunning(env: Readonly<Record<string, string | undefined>>): Promise<boolean>;
  /** @throws whatever Docker says when the image cannot be pulled or the container not started */
  start(options: DockerStartOptions & { readonly heapMib: number }): Promise<StartedNeo4j>;
}

/** By testcontainers, whose reaper removes the container when this process is killed. */
export const dockerNeo4j: DockerNeo4j = {
  isEngineRunning: (env) => dockerPostgres.isEngineRunning(env),
  async start({ volume, password, heapMib }) {
    const { GenericContainer, Wait } = await import('testcontainers');
    const name = `pipelines-${createHash('sha256').update(volume).digest('hex').slice(0, 16)}`;
    const container = await new GenericContainer(IMAGE)
      .withEnvironment({
        NEO4J_AUTH: `${NEO4J_USER}/${password}`,
        NEO4J_dbms_usage__report_enabled: 'false',
        NEO4J_server_memory_heap_max__size: `${heapMib}m`,
        NEO4J_server_memory_pagecache_size: '256m',
      })
      .withBindMounts([{ source: name, target: '/data' }])
      .withExposedPorts(BOLT_PORT)
      .withWaitStrategy(Wait.forLogMessage(/INFO {2}Started\./))
      .withStartupTimeout(START_TIMEOUT_MS)
      .start();
    return {
      connection: {
        host: container.getHost(),
        port: container.getMappedPort(BOLT_PORT),
        database: NEO4J_DATABASE,
        user: NEO4J_USER,
        password,
      },
      stop: async () => {
        await container.stop();
      },
    };
  },
};
