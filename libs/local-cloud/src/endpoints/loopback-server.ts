import { once } from 'node:events';
import type { RequestListener, Server } from 'node:http';
import { freePorts } from '../embedded/free-port.ts';
import { createHttpServer } from './create-http-server.ts';

/** An HTTP server that nobody outside of this machine can reach. */
export interface LoopbackServer {
  /** `http://127.0.0.1:17800` */
  readonly url: string;
  readonly port: number;
  /** Ends at once: requests in flight lose their connection. */
  close(): Promise<void>;
}

/** Clients keep idle connections; closing first would lose the race with their next request. */
const KEEP_ALIVE_MS = 60_000;

/**
 * Listen on 127.0.0.1.
 *
 * A request may take any time, as a large upload over a slow line does; only its headers must
 * come within a minute. The listener also gets requests with `Expect: 100-continue` and says
 * `response.writeContinue()` when it wants the body.
 *
 * @param preferredPort - taken when it is free, else another one
 */
export async function startLoopbackServer(
  listener: RequestListener,
  preferredPort?: number,
): Promise<LoopbackServer> {
  const server = createHttpServer({ requestTimeout: 0, keepAliveTimeout: KEEP_ALIVE_MS }, listener);
  server.on('checkContinue', listener);
  for await (const port of freePorts(preferredPort)) {
    if (await listens(server, port)) break;
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function listens(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    };
    server.once('error', onError);
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      server.off('error', onError);
      resolve(true);
    });
  });
}
