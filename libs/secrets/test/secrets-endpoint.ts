import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** A Secrets Manager on loopback: GetSecretValue in its JSON 1.1 protocol, and nothing else. */
export interface SecretsEndpoint {
  readonly url: string;
  /** Secret id → text, or null for a binary secret; change it to rotate. */
  readonly secrets: Map<string, string | null>;
  /** Ids asked for, in order. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

export async function startSecretsEndpoint(): Promise<SecretsEndpoint> {
  const secrets = new Map<string, string | null>();
  const requests: string[] = [];

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { SecretId: id } = (await json(request)) as { SecretId: string };
    requests.push(id);
    const text = secrets.get(id);
    const isKnown =
      request.headers['x-amz-target'] === 'secretsmanager.GetSecretValue' && text !== undefined;
    response.writeHead(isKnown ? 200 : 400, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(
      JSON.stringify(
        isKnown
          ? { Name: id, ...(text === null ? { SecretBinary: 'AAEC' } : { SecretString: text }) }
          : { __type: 'ResourceNotFoundException', Message: 'not here' },
      ),
    );
  };

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    secrets,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
