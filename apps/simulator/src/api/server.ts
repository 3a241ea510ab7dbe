import { TaskFailure, type TaskRunner } from '@pipelines/asl-runtime';
import type { Registry } from '../executions/registry.ts';
import { createTaskTokens, type TaskTokens } from '../services/task-tokens.ts';
import { openFrontDoor } from './front-door.ts';
import { createRequestHandler } from './request-handler.ts';

export interface ApiServer {
  /** `http://127.0.0.1:8083` */
  readonly url: string;
  /** Stop listening and end open connections. */
  close(): Promise<void>;
}

/**
 * Serve the Step Functions API (AWS JSON 1.0), the page and `/health`, and no other service.
 *
 * @param options - `port` 8083 by default, 0 takes a free one; `host` a loopback address;
 *   `onProblem` is told in one line of errors that are the simulator's own
 * @throws {AddressInUseError | AddressNotLoopbackError}
 */
export async function createApiServer(options: {
  readonly registry: Registry;
  /** Those of the registry's task runner; without them no token is known. */
  readonly tokens?: TaskTokens;
  /** Calls the task of a state that is tested alone; without it such a task fails. */
  readonly runTask?: TaskRunner;
  readonly port?: number;
  readonly host?: string;
  onProblem?(line: string): void;
}): Promise<ApiServer> {
  const { registry, tokens = createTaskTokens(), runTask = refuseTask, port, host } = options;
  const world = { registry, tokens, runTask };
  const door = await openFrontDoor({ port, host });
  door.mount(
    'states',
    createRequestHandler(world, (line) => options.onProblem?.(line)),
  );
  door.allMounted();
  return { url: door.url, close: () => door.close() };
}

const refuseTask: TaskRunner = async ({ resource }) => {
  throw new TaskFailure('Simulator.UnsupportedIntegration', `Nothing here runs "${resource}".`);
};
