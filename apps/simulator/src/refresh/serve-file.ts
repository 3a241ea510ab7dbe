import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';

const PATH = '/award_data.csv';

/** A file that is being served on this machine. */
export interface ServedFile {
  /** `http://127.0.0.1:40123`, what `ALLOWED_SOURCE_HOSTS` has to name. */
  readonly origin: string;
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serve one file as the source of the refresh, on the loopback, under one path and to GET alone.
 *
 * @param file - absolute path; read anew by each request
 */
export async function serveFile(file: string): Promise<ServedFile> {
  const server = createServer((request, response) => {
    // A reader that goes away, or a file that does, ends the connection and nothing else.
    answer(file, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    url: `${origin}${PATH}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  file: string,
  { method, url }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (method !== 'GET' || url !== PATH) {
    response.writeHead(404).end();
    return;
  }
  const { size } = await stat(file);
  response.writeHead(200, { 'Content-Type': 'text/csv', 'Content-Length': size });
  await pipeline(createReadStream(file), response);
}
