import type * as z from 'zod';
import { ConfigError } from './config-error.ts';
import { describeIssues } from './describe-issues.ts';

/**
 * Read an app's settings from its environment, once, with one schema.
 *
 * An empty variable counts as absent: shells, `.env` files and consoles cannot unset, only empty.
 *
 * @param schema - one field per variable; defaults and conversions belong here
 * @param environment - usually `process.env`; not modified
 * @returns the parsed settings, frozen
 * @throws {ConfigError} naming each bad variable and the rule it breaks, and repeating no value
 */
export function parseEnv<Schema extends z.ZodObject>(
  schema: Schema,
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<z.output<Schema>> {
  const present = Object.entries(environment).filter(([, value]) => value !== '');
  const { success, data, error } = schema.safeParse(Object.fromEntries(present));
  if (success) return Object.freeze(data);

  const variables = new Set(error.issues.map(({ path }) => String(path[0])));
  throw new ConfigError([...variables], describeIssues(error));
}
