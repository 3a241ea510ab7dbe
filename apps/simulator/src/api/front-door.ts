import type { RequestListener, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PipelineError } from '@pipelines/core';
import { createHttpServer, type EndpointServer } from '@pipelines/local-cloud';
import { DEFAULT_PORT } from './default-port.ts';
import { isLoopbackName, reasonToRefuse } from './request-guard.ts';
import { serviceOf, type ServiceName } from './service-of.ts';

/** Clients keep idle connections; closing first would lose the race with their next request. */
const KEEP_ALIVE_MS = 60_000;

/** The one port of the simulator. */
export interface FrontDoor extends EndpointServer {
  /** `http://127.0.0.1:8083` */
  readonly url: string;
  mount(service: ServiceName, listener: RequestListener): () => void;
  /** From now on a service that is not there is refused; until now its requests wait. */
  allMounted(): void;
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
 * Listen, and hand each request to the service that it is for. Requests of other sites' pages are
 * refused before.
 *
 * @param options - `port` 8083 by default, 0 takes a free one; `host` a loopback address
 * @throws {AddressInUseError | AddressNotLoopbackError}
 */
export async function openFrontDoor(options: {
  readonly port?: number | undefined;
  readonly host?: string | undefined;
}): Promise<FrontDoor> {
  const { port = DEFAULT_PORT, host = '127.0.0.1' } = options;
  const hostName = host.includes(':') ? `[${host}]` : host;
  if (!isLoopbackName(hostName)) throw new AddressNotLoopbackError(host);
  const services = createServices();
  // A request may take any time, as a large upload over a slow line does.
  const server = createHttpServer({ requestTimeout: 0, keepAliveTimeout: KEEP_ALIVE_MS });
  server.on('request', services.answer);
  server.on('checkContinue', services.answer);
  await listen(server, host, port);
  const address = server.address() as AddressInfo;
  return {
    url: `http://${hostName}:${address.port}`,
    // Of an endpoint the SDKs see by an IP address that the bucket belongs into the path.
    host: address.family === 'IPv6' ? `[${address.address}]` : address.address,
    port: address.port,
    mount: services.mount,
    allMounted: services.allMounted,
    async close() {
      services.allMounted();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function createServices() {
  const mounted = new Map<ServiceName, RequestListener>();
  const inFlight = new Set<{ readonly service: ServiceName; readonly response: ServerResponse }>();
  const { promise: areAllMounted, resolve: allMounted } = Promise.withResolvers<void>();

  const answer: RequestListener = (request, response) => {
    const service = serviceOf(request);
    const reason = reasonToRefuse(request.headers, { hasBucketInHost: service === 's3' });
    if (reason !== undefined) return refuse(response, 403, reason);
    const hand = (): void => {
      const listener = mounted.get(service);
      if (!listener) return refuse(response, 503, `The simulator does not serve "${service}" here`);
      const entry = { service, response };
      inFlight.add(entry);
      response.once('close', () => inFlight.delete(entry));
      listener(request, response);
    };
    if (mounted.has(service)) hand();
    else void areAllMounted.then(hand);
  };
  const mount = (service: ServiceName, listener: RequestListener) => {
    mounted.set(service, listener);
    return () => {
      mounted.delete(service);
      for (const entry of inFlight) if (entry.service === service) entry.response.destroy();
    };
  };
  return { answer, mount, allMounted };
}

function refuse(response: ServerResponse, status: number, reason: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${reason}\n`);
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new AddressInUseError(host, port) : error),
    );
    server.listen(port, host, resolve);
  });
}
