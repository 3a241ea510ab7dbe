import type { RequestListener } from 'node:http';
import type { EndpointServer, EndpointService } from './endpoint-server.ts';
import { startLoopbackServer } from './loopback-server.ts';
import type { RunningService } from './open-endpoint.ts';

/**
 * Let a listener answer for a service: on the caller's server where there is one, else on a server
 * of its own.
 *
 * @param preferredPort - of a server of its own; taken when it is free
 */
export async function serveEndpoint(
  service: EndpointService,
  listener: RequestListener,
  {
    server,
    preferredPort,
  }: { readonly server: EndpointServer | undefined; readonly preferredPort: number | undefined },
): Promise<RunningService> {
  if (!server) {
    const own = await startLoopbackServer(listener, preferredPort);
    return { port: own.port, stop: () => own.close() };
  }
  const unmount = server.mount(service, listener);
  return { port: server.port, host: server.host, stop: async () => unmount() };
}
