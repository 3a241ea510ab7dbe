import type { RequestListener, Server, ServerOptions } from 'node:http';

/**
 * `createServer` of `node:http`, without what an import of that module brings.
 *
 * An import reads every export, and with them Node loads its whole HTTP client: 20 to 50 ms of the
 * start of a server that needs none. `process.getBuiltinModule` reads one.
 */
export function createHttpServer(options: ServerOptions, listener?: RequestListener): Server {
  return process.getBuiltinModule('node:http').createServer(options, listener);
}
