import path from 'node:path';
import type { TaskRunner } from '@pipelines/asl-runtime';
import type { Registry } from './executions/registry.ts';
import {
  createContainerHost,
  type ContainerHost,
  type ContainerHostOptions,
} from './functions/container-host.ts';
import { createLazyEngine } from './lazy-engine.ts';
import type { TaskTokens } from './services/task-tokens.ts';

/** What a container's answers reach. */
interface AnsweredWorld {
  readonly registry: Registry;
  readonly tokens: TaskTokens;
  readonly runTask: TaskRunner;
}

/**
 * The containers of a data folder, with an API of their own to answer: `run` serves none.
 *
 * Nothing is started before the first container.
 */
export function createContainers(
  options: Pick<ContainerHostOptions, 'environmentOf' | 'folderOf' | 'onLog'> & {
    readonly dataDir: string;
    readonly world: () => AnsweredWorld;
    readonly onProgress: (line: string) => void;
  },
): ContainerHost {
  const { dataDir, world, onProgress, ...rest } = options;
  const api = createLazyEngine(async () => {
    // Loaded here: most machines run no container.
    const { createApiServer } = await import('./api/server.ts');
    const server = await createApiServer({ ...world(), port: 0, onProblem: onProgress });
    return { url: server.url, stop: () => server.close() };
  });
  const host = createContainerHost({
    ...rest,
    stepFunctionsUrl: async () => (await api.open()).url,
    workDir: path.join(dataDir, 'containers'),
  });
  return {
    ...host,
    async stop() {
      await host.stop();
      await api.stop();
    },
  };
}
