import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import type { Registry } from '../executions/registry.ts';
import { answerOperation, type ApiWorld } from './answer-operation.ts';
import { answerPage, type PageAnswer } from './page/answer-page.ts';
import { placeOfError } from './place-of-error.ts';
import { readText } from '../read-text.ts';

const CONTENT_TYPE = 'application/x-amz-json-1.0';
/** None of these can be sent by a page of another site without asking first. */
const JSON_TYPES = /^application\/(x-amz-json-1\.[01]|json)\b/;
/** A definition of 1 MB, every character escaped. */
const BODY_LIMIT_BYTES = 8 * 1024 * 1024;

/** Nothing is loaded from anywhere but this server, and no script runs. */
const PAGE_HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
};

/** Routes requests: POST is an operation of the API, GET the page or `/health`. */
export function createRequestHandler(
  world: ApiWorld,
  onProblem: (line: string) => void,
): RequestListener {
  const onFault = (error: unknown): void =>
    onProblem(`The simulator failed: ${placeOfError(error)}`);
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method === 'POST') return handleOperation(request, response, { ...world, onFault });
    if (request.method === 'GET') return sendPage(response, pageFor(request, world.registry));
    return refuse(response, 405, 'Only GET and POST are answered');
  };
  return (request, response) => {
    handle(request, response).catch((error: unknown) => {
      onFault(error);
      if (response.headersSent) response.destroy();
      else refuse(response, 500, 'The simulator failed; see its output.');
    });
  };
}

async function handleOperation(
  request: IncomingMessage,
  response: ServerResponse,
  world: ApiWorld & { onFault(error: unknown): void },
): Promise<void> {
  const { 'content-type': type = '', 'x-amz-target': target, authorization } = request.headers;
  if (!JSON_TYPES.test(type)) return refuse(response, 415, `Content-Type must be ${CONTENT_TYPE}`);
  if (request.headers.expect !== undefined) response.writeContinue();
  const bodyText = await readText(request, BODY_LIMIT_BYTES);
  if (bodyText === undefined) return refuse(response, 413, 'The request is too large');
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const { status, body } = await answerOperation(
    {
      target: typeof target === 'string' ? target : '',
      authorization,
      bodyText,
      signal: gone.signal,
    },
    world,
    (error) => world.onFault(error),
  );
  // Histories are written by an immediate that is queued already: no answer goes before that.
  await setImmediate();
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': CONTENT_TYPE,
    'Content-Length': Buffer.byteLength(text),
    'x-amzn-RequestId': randomUUID(),
  });
  response.end(text);
}

function pageFor(request: IncomingMessage, registry: Registry): PageAnswer {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (url.pathname === '/health') {
    return { status: 200, type: 'application/json', text: '{"status":"ok"}' };
  }
  return answerPage(url, registry);
}

function sendPage(response: ServerResponse, { status, type, text }: PageAnswer): void {
  response.writeHead(status, { 'Content-Type': `${type}; charset=utf-8`, ...PAGE_HEADERS });
  response.end(text);
}

function refuse(response: ServerResponse, status: number, reason: string): void {
  sendPage(response, { status, type: 'text/plain', text: `${reason}\n` });
}
