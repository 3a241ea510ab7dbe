import { isJsonObject, type Json } from '@pipelines/core';
import { InvalidArgumentsError } from './invalid-arguments-error.ts';

/**
 * Fill the `{}` of a template in order: what States.Format does.
 *
 * Objects and arrays print as Java's `Map` and `List` do, `{Arg1=1, Arg2=[]}`, because Step
 * Functions is written in Java and prints them so.
 *
 * @param template - with its escapes; `\{` `\}` `\'` `\\` print the second character
 * @throws {InvalidArgumentsError} when the template is not a text, has a lone `{`, or has another
 * number of places than `values`
 */
export function formatText(template: Json, values: readonly Json[]): string {
  if (typeof template !== 'string') {
    throw new InvalidArgumentsError('Invalid arguments in States.Format');
  }
  const parts: readonly string[] = template.match(/\\['{}\\]|\{\}|[^]/g) ?? [];
  const places = parts.filter((part) => part === '{}').length;
  if (parts.includes('{')) {
    throw new InvalidArgumentsError(
      "Invalid template in States.Format: matching '}' not found for '{'.",
    );
  }
  if (places !== values.length) {
    throw new InvalidArgumentsError(
      'Invalid arguments in States.Format: number of arguments do not match the occurrences of {}.',
    );
  }
  const left = [...values];
  return parts
    .map((part) => {
      if (part === '{}') return toJavaText(left.shift() ?? null);
      return part.length === 2 && part.startsWith('\\') ? part.slice(1) : part;
    })
    .join('');
}

/** `value.toString()` of the Java object that stands for a JSON value. */
function toJavaText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(toJavaText).join(', ')}]`;
  if (!isJsonObject(value)) return String(value);
  const entries = Object.entries(value).map(([key, item]) => `${key}=${toJavaText(item)}`);
  return `{${entries.join(', ')}}`;
}
