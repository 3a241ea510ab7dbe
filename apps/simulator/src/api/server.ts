import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TaskFailure, type TaskRunner } from '@pipelines/asl-runtime';
import { PipelineError } from '@pipelines/core';
import type { Registry } from '../executions/registry.ts';
import { createTaskTokens, type TaskTokens } from '../services/task-tokens.ts';
import { createRequestHandler } from './request-handler.ts';
import { isLoopbackName } from './request-guard.ts';

/** The port of AWS's own Step Functions Local. */
const DEFAULT_PORT = 8083;

export interface ApiServer {
  /** `http://127.0.0.1:8083` */
  readonly url: string;
  /** Stop listening and end open connections. */
  close(): Promise<void>;
}

/** Another program listens on the port. */
export class AddressInUseError extends PipelineError {
  static {
    AddressInUseError.prototype.name = 'AddressInUseError';
  }
  constructor(host: string, port: number) {
    super(`Port ${port} of ${host} is in use. Choose another with --port, or 0 for a free one.`);
  }
}

/** There is no password on the API, so it is offered to this machine alone. */
export class AddressNotLoopbackError extends PipelineError {
  static {
    AddressNotLoopbackError.prototype.name = 'AddressNotLoopbackError';
  }
  constructor(host: string) {
    super(`The API listens on loopback addresses only, not on "${host}".`);
  }
}

/**
 * Serve the Step Functions API (AWS JSON 1.0), the page and `/health`.
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
  const { registry, port = DEFAULT_PORT, host = '127.0.0.1' } = options;
  const hostName = host.includes(':') ? `[${host}]` : host;
  if (!isLoopbackName(hostName)) throw new AddressNotLoopbackError(host);
  const world = {
    registry,
    tokens: options.tokens ?? createTaskTokens(),
    runTask: options.runTask ?? refuseTask,
  };
  const server = createServer(createRequestHandler(world, (line) => options.onProblem?.(line)));
  await listen(server, host, port);
  const address = server.address() as AddressInfo;
  return {
    url: `http://${hostName}:${address.port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

const refuseTask: TaskRunner = async ({ resource }) => {
  throw new TaskFailure('Simulator.UnsupportedIntegration', `Nothing here runs "${resource}".`);
};

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new AddressInUseError(host, port) : error),
    );
    server.listen(port, host, resolve);
  });
}
