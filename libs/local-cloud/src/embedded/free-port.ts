import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Linux gives 32768–60999 to outgoing connections: a server there can lose its port to one. */
const LOWEST_PORT = 15_000;
const HIGHEST_PORT = 32_000;

/**
 * Ports to try, each found free on the loopback a moment before: `preferred` first, then
 * random ones. A port may be lost between the look and its use, so a caller takes the next.
 */
export async function* freePorts(preferred?: number): AsyncGenerator<number, never> {
  if (preferred !== undefined && (await isFree(preferred))) yield preferred;
  for (;;) {
    const port = randomInt(LOWEST_PORT, HIGHEST_PORT);
    if (await isFree(port)) yield port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () =>
      server.close(() => resolve(true)),
    );
  });
}
