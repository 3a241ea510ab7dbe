import type * as z from 'zod';
import { SecretMalformedError } from './secret-malformed-error.ts';

/**
 * Parse the text of a secret with a schema.
 *
 * @throws {SecretMalformedError} naming fields and rules, never repeating a value
 */
export function parseSecret<Schema extends z.ZodType>(
  id: string,
  text: string,
  schema: Schema,
): z.output<Schema> {
  const { success, data, error } = schema.safeParse(parseJson(id, text));
  if (success) return data;

  const complaints = error.issues.map(({ path, message }) =>
    path.length > 0 ? `${path.map(String).join('.')}: ${message}` : message,
  );
  throw new SecretMalformedError(id, complaints);
}

function parseJson(id: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SecretMalformedError(id, ['must be a JSON object']);
  }
}
