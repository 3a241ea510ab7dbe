import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';

export interface AnsweringServer {
  readonly client: S3Client;
  /** `GET /bucket/key`, in the order in which they came. */
  readonly requests: readonly string[];
  stop(): Promise<void>;
}

/**
 * A loopback server that plays a failing S3, and a real client that talks to it, without retries
 * unless `maxAttempts` says so.
 */
export async function startAnsweringServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  maxAttempts = 1,
): Promise<AnsweringServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    request.resume().on('end', () => answer(request, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = new S3Client({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'us-east-2',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts,
  });
  return {
    client,
    requests,
    async stop() {
      client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The body of an S3 error. */
export function errorXml(code: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>x</Message></Error>`;
}
