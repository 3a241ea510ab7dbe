import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** What a container has told. */
export interface Told {
  readonly action: string;
  readonly body: Readonly<Record<string, string>>;
}

/** An endpoint that takes answers of tasks, as Step Functions does. */
export interface StepFunctionsEndpoint {
  readonly url: string;
  readonly told: readonly Told[];
  /** From now on `action` is refused by this name. */
  refuse(action: string, name: string): void;
  close(): Promise<void>;
}

/** Start the endpoint on a free loopback port; AWS JSON 1.0, as the SDK speaks it. */
export async function startStepFunctions(): Promise<StepFunctionsEndpoint> {
  const told: Told[] = [];
  const refusals = new Map<string, string>();
  const server = createServer((request, response) => {
    void readCall(request).then((call) => {
      told.push(call);
      const name = refusals.get(call.action);
      response.writeHead(name ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify(name ? { __type: name, message: 'refused' } : {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    told,
    refuse: (action, name) => void refusals.set(action, name),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readCall(request: IncomingMessage): Promise<Told> {
  const target = String(request.headers['x-amz-target']);
  return { action: target.replace(/.*\./, ''), body: (await json(request)) as Told['body'] };
}
