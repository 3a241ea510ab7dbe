import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createHttpServer } from '@pipelines/local-cloud';
import type { AddressInfo } from 'node:net';
import { readText } from '../read-text.ts';

/** Lambda's limit for a synchronous request or response: 6 MB and 100 bytes of slack, as AWS counts. */
export const PAYLOAD_LIMIT_BYTES = 6_291_556;

/** One invocation, as the runtime receives it. */
export interface RuntimeJob {
  readonly requestId: string;
  readonly eventText: string;
  readonly deadlineMs: number;
  readonly functionArn: string;
}

/** What the runtime inside one process tells its host. */
export interface RuntimeListener {
  /** It asks for work; `give` answers, at any later time. */
  onNext(give: (job: RuntimeJob) => void): void;
  onResponse(requestId: string, body: string): void;
  /** The response had more than 6 MB. */
  onTooLarge(requestId: string): void;
  onError(requestId: string, body: string): void;
  onInitError(body: string): void;
}

export interface RuntimeRegistration {
  /** The value of AWS_LAMBDA_RUNTIME_API for one process, which only this process knows. */
  readonly address: string;
  unregister(): void;
}

export interface RuntimeApi {
  register(listener: RuntimeListener): RuntimeRegistration;
  close(): Promise<void>;
}

/**
 * Lambda's Runtime API (2018-06-01) on a free loopback port, for any number of processes.
 *
 * Each process has an unguessable path of its own, so that no other local program, and no page in a
 * browser, can take an event away or answer in a function's place.
 *
 * Source: docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export async function createRuntimeApi(): Promise<RuntimeApi> {
  const listeners = new Map<string, RuntimeListener>();
  const server = createHttpServer({}, (request, response) => {
    void route(request, response, listeners);
  });
  // A function may wait for work for days.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    register(listener) {
      const token = randomBytes(16).toString('hex');
      listeners.set(token, listener);
      return { address: `127.0.0.1:${port}/${token}`, unregister: () => listeners.delete(token) };
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function route(
  request: IncomingMessage,
  response: ServerResponse,
  listeners: ReadonlyMap<string, RuntimeListener>,
): Promise<void> {
  const [, token = '', version, area, ...rest] = (request.url ?? '').split('/');
  const listener = listeners.get(token);
  if (!listener || version !== '2018-06-01' || area !== 'runtime') {
    response.writeHead(404).end();
    return;
  }
  const resource = rest.join('/');
  if (request.method === 'GET' && resource === 'invocation/next') {
    listener.onNext((job) => sendJob(response, job));
    return;
  }
  const text = await readText(request, PAYLOAD_LIMIT_BYTES);
  response.writeHead(text === undefined ? 413 : 202).end();
  dispatch(listener, resource, text);
}

function dispatch(listener: RuntimeListener, resource: string, text: string | undefined): void {
  const [area, requestId = '', kind] = resource.split('/');
  if (resource === 'init/error') listener.onInitError(text ?? '{}');
  else if (area !== 'invocation') return;
  else if (text === undefined) listener.onTooLarge(requestId);
  else if (kind === 'response') listener.onResponse(requestId, text);
  else if (kind === 'error') listener.onError(requestId, text);
}

function sendJob(response: ServerResponse, job: RuntimeJob): void {
  response.writeHead(200, {
    'Content-Type': 'application/json',
    'Lambda-Runtime-Aws-Request-Id': job.requestId,
    'Lambda-Runtime-Deadline-Ms': String(job.deadlineMs),
    'Lambda-Runtime-Invoked-Function-Arn': job.functionArn,
    'Lambda-Runtime-Trace-Id': `Root=1-00000000-${randomBytes(12).toString('hex')};Sampled=0`,
  });
  response.end(job.eventText);
}
