import type { JsonObject } from '@pipelines/core';
import * as z from 'zod';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { RefreshError } from '../errors/refresh-error.ts';
import { SourceUnavailableError } from '../errors/source-unavailable-error.ts';
import { TokenRefusedError } from './token-refused-error.ts';

const REQUEST_TIMEOUT_MS = 30_000;

const answer = z.object({ data: z.unknown() });

/** One question to Dagster. */
export interface Question<Data extends z.ZodType> {
  /** What it is for, as messages say it: `find the job`. */
  readonly purpose: string;
  readonly query: string;
  readonly variables: JsonObject;
  readonly data: Data;
}

export interface DagsterConnection {
  readonly url: string;
  readonly tokenHeader: string;
  readonly token: string;
}

export type AskDagster = <Data extends z.ZodType>(
  question: Question<Data>,
) => Promise<z.output<Data>>;

/**
 * Ask one GraphQL endpoint. Redirects are not followed, for the token would go along; no message
 * quotes the token or what the server said.
 *
 * @throws {TokenRefusedError} 401 and 403
 * @throws {SourceUnavailableError} network, 30 s without an answer, 408, 429 and 5xx
 * @throws {ConfigurationError} any other status
 * @throws {RefreshError} an answer that is not the one asked for
 */
export function createDagsterClient({ url, tokenHeader, token }: DagsterConnection): AskDagster {
  return async ({ purpose, query, variables, data }) => {
    const { status, text } = await post({
      ...{ url, purpose },
      headers: headersOf(tokenHeader, token),
      body: JSON.stringify({ query, variables }),
    });
    checkStatus(status, purpose);
    const parsed = data.safeParse(answer.safeParse(jsonOf(text)).data?.data);
    if (!parsed.success) {
      throw new RefreshError(`Dagster gave no usable answer when asked to ${purpose}`);
    }
    return parsed.data;
  };
}

function headersOf(tokenHeader: string, token: string): Headers {
  try {
    return new Headers({ 'content-type': 'application/json', [tokenHeader]: token });
  } catch {
    throw new ConfigurationError('DAGSTER_CLOUD_TOKEN_HEADER is not the name of a header');
  }
}

interface Post {
  readonly url: string;
  readonly purpose: string;
  readonly headers: Headers;
  readonly body: string;
}

async function post({ url, purpose, headers, body }: Post) {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
    return { status: response.status, text: await response.text() };
  } catch {
    // What fetch says may quote the address; that it failed is enough.
    throw new SourceUnavailableError(`Dagster did not answer when asked to ${purpose}`);
  }
}

function checkStatus(status: number, purpose: string): void {
  if (status === 200) return;
  const message = `Dagster answered ${status} when asked to ${purpose}`;
  if (status === 401 || status === 403) throw new TokenRefusedError(message);
  if (status === 408 || status === 429 || status >= 500) throw new SourceUnavailableError(message);
  throw new ConfigurationError(message);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
