/** Any value that JSON text can carry. Numbers are IEEE doubles, as in every JSON parser of JavaScript. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A JSON object: the shape of every Lambda event and result, and of most state inputs. */
export type JsonObject = { [key: string]: Json };

/**
 * True when `value` is a JSON object: neither null, nor an array, nor a scalar.
 *
 * @param value - anything; `undefined` is allowed and is not an object
 */
export function isJsonObject(value: unknown): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
