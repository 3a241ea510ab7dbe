import { SignatureRefusedError } from './signature-refused-error.ts';

/**
 * Percent-encode as Signature Version 4 wants it: everything but letters, digits and `-._~`.
 *
 * Source: AWS General Reference, "Create a canonical request", UriEncode().
 */
export function encodeAwsUri(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/**
 * Undo percent-encoding.
 *
 * @throws {SignatureRefusedError} `malformed-uri` when the octets are not UTF-8
 */
export function decodeAwsUri(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new SignatureRefusedError('malformed-uri', "Couldn't parse the specified URI.");
  }
}

/**
 * Names and values of a query string, decoded, in their order; a name without `=` has the value ''.
 *
 * @param query - what follows the `?`; `+` is a blank, as in a form
 */
export function parseAwsQuery(query: string): readonly (readonly [name: string, value: string])[] {
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      const [name, value] =
        equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
      return [decodeFormText(name), decodeFormText(value)] as const;
    });
}

function decodeFormText(text: string): string {
  return decodeAwsUri(text.replaceAll('+', ' '));
}
