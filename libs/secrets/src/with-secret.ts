import type * as z from 'zod';
import type { LoadSecret } from './create-secret-loader.ts';

export interface SecretUse<Schema extends z.ZodType, Result> {
  readonly loadSecret: LoadSecret;
  readonly id: string;
  readonly schema: Schema;
  /** True for the error that says: this password is wrong. PostgreSQL's is 28P01. */
  readonly isRefused: (error: unknown) => boolean;
  readonly use: (secret: z.output<Schema>) => Promise<Result>;
}

/**
 * Use a secret, and once more with a fresh copy when the kept one is refused: that is what a
 * rotation looks like from here. A second refusal is thrown.
 *
 * `use` must be safe to call twice when it fails by refusal; opening a connection is.
 *
 * @throws what `use` throws, and what {@link LoadSecret} throws
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets_strategies.html
 */
export async function withSecret<Schema extends z.ZodType, Result>(
  options: SecretUse<Schema, Result>,
): Promise<Result> {
  const { loadSecret, id, schema, isRefused, use } = options;
  try {
    return await use(await loadSecret(id, schema));
  } catch (error) {
    if (!isRefused(error)) throw error;
    return use(await loadSecret(id, schema, { refresh: true }));
  }
}
