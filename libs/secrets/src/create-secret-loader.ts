import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Clock } from '@pipelines/core';
import type * as z from 'zod';
import { parseSecret } from './parse-secret.ts';
import { SecretMalformedError } from './secret-malformed-error.ts';
import { SecretUnavailableError } from './secret-unavailable-error.ts';

/** A rotated password must reach every warm container within five minutes. */
const LONGEST_AGE_MS = 300_000;

export interface SecretLoaderOptions {
  readonly client: SecretsManagerClient;
  readonly clock: Clock;
  /** How long a secret is kept; at most, and by default, five minutes. */
  readonly maxAgeMs?: number;
}

export interface LoadOptions {
  /** Ask Secrets Manager even if a young copy is here: the copy has just been refused somewhere. */
  readonly refresh?: boolean;
}

/**
 * Fetch a secret, or take the copy of less than five minutes ago, and parse its JSON.
 *
 * @param id - name or ARN
 * @throws {SecretUnavailableError} when Secrets Manager gives none; nothing is kept, the next call asks again
 * @throws {SecretMalformedError} when it is not JSON text or not of the schema; no value in the message
 */
export type LoadSecret = <Schema extends z.ZodType>(
  id: string,
  schema: Schema,
  options?: LoadOptions,
) => Promise<z.output<Schema>>;

interface Copy {
  readonly text: Promise<string>;
  readonly fetchedAtMs: number;
}

/**
 * Make the `loadSecret` of one container: its copies live as long as it does, and callers at the
 * same moment share one request.
 */
export function createSecretLoader({ client, clock, maxAgeMs }: SecretLoaderOptions): LoadSecret {
  const keptMs = Math.min(maxAgeMs ?? LONGEST_AGE_MS, LONGEST_AGE_MS);
  const copies = new Map<string, Copy>();

  const fetchCopy = (id: string): Copy => {
    const text = fetchText(client, id);
    const copy = { text, fetchedAtMs: clock.now() };
    copies.set(id, copy);
    text.catch(() => {
      if (copies.get(id) === copy) copies.delete(id);
    });
    return copy;
  };

  return async (id, schema, { refresh = false } = {}) => {
    const kept = copies.get(id);
    const isUsable = kept && !refresh && clock.now() - kept.fetchedAtMs < keptMs;
    const { text } = isUsable ? kept : fetchCopy(id);
    return parseSecret(id, await text, schema);
  };
}

async function fetchText(client: SecretsManagerClient, id: string): Promise<string> {
  const { SecretString: text } = await client
    .send(new GetSecretValueCommand({ SecretId: id }))
    .catch((cause: unknown) => {
      throw new SecretUnavailableError(id, cause);
    });
  if (text === undefined) throw new SecretMalformedError(id, ['must be text, not binary']);
  return text;
}
