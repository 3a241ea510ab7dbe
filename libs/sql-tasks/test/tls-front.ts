import { readFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** Length of PostgreSQL's SSLRequest message: 8, then the number 80877103. */
const SSL_REQUEST_BYTES = 8;

/** A TLS end in front of a PostgreSQL that speaks none. */
export interface TlsFront {
  readonly port: number;
  close(): Promise<void>;
}

/** A file of the folder `tls`: test certificates, valid for `localhost` until 2126. */
export function readTlsFile(name: string): string {
  return readFileSync(new URL(`tls/${name}`, import.meta.url), 'utf8');
}

/**
 * Accept PostgreSQL's SSLRequest, talk TLS with the client and plain text with the real server.
 *
 * The certificate is for `localhost`, signed by `authority.pem`.
 */
export async function startTlsFront(server: { host: string; port: number }): Promise<TlsFront> {
  const sockets = new Set<Socket>();
  const front = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('data', (request) => {
      if (request.length !== SSL_REQUEST_BYTES) return socket.destroy();
      socket.write('S');
      return joinPlain(socket, server, sockets);
    });
  });
  await new Promise<void>((resolve) => front.listen(0, 'localhost', resolve));
  const address = front.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => front.close(resolve));
    },
  };
}

function joinPlain(
  socket: Socket,
  server: { host: string; port: number },
  sockets: Set<Socket>,
): void {
  const secure = new TLSSocket(socket, {
    isServer: true,
    key: readTlsFile('server-key.pem'),
    cert: readTlsFile('server.pem'),
  });
  const plain = connect(server.port, server.host);
  sockets.add(plain);
  secure.on('error', () => plain.destroy());
  plain.on('error', () => secure.destroy());
  secure.pipe(plain).pipe(secure);
}
