import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the server does with one request. */
export type Reply = (response: ServerResponse, request: IncomingMessage) => void;

export interface SourceServer {
  readonly origin: string;
  readonly port: number;
  /** Paths and headers of the requests, in their order. */
  readonly requests: readonly {
    readonly path: string;
    readonly headers: IncomingMessage['headers'];
  }[];
  stop(): Promise<void>;
}

/**
 * A loopback file server that answers as it is told: request by request, the last reply stays.
 *
 * @param replies - in the order of the requests
 */
export async function startSourceServer(replies: readonly Reply[]): Promise<SourceServer> {
  const requests: { path: string; headers: IncomingMessage['headers'] }[] = [];
  const server = createServer((request, response) => {
    requests.push({ path: request.url ?? '', headers: request.headers });
    replies[Math.min(requests.length, replies.length) - 1]?.(response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    requests,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answer with a body. */
export function sends(body: string | Buffer, headers: Record<string, string> = {}): Reply {
  return (response) => {
    response.writeHead(200, { 'content-type': 'text/csv', ...headers }).end(body);
  };
}

/** Answer with a status and no body. */
export function answers(status: number, headers: Record<string, string> = {}): Reply {
  return (response) => {
    response.writeHead(status, headers).end();
  };
}
