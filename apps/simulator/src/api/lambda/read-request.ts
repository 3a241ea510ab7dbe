import type { IncomingMessage } from 'node:http';
import { isJsonObject, type Json, type JsonObject } from '@pipelines/core';
import { readText } from '../../read-text.ts';
import { LambdaError } from './lambda-error.ts';

/** Lambda's limit for a request that holds a zip: 50 MB as Base64. */
export const ZIP_REQUEST_LIMIT_BYTES = 69_905_067;

/**
 * The JSON object in the body of a request.
 *
 * @param operation - named in the refusal of a body above the limit
 * @throws {LambdaError} `RequestEntityTooLargeException`, `InvalidRequestContentException`
 */
export async function readRequest(
  request: IncomingMessage,
  operation: string,
): Promise<JsonObject> {
  const text = await readText(request, ZIP_REQUEST_LIMIT_BYTES);
  if (text === undefined) {
    throw new LambdaError(
      'RequestEntityTooLargeException',
      `Request must be smaller than ${ZIP_REQUEST_LIMIT_BYTES} bytes for the ${operation} operation`,
    );
  }
  const value = parse(text);
  if (value !== undefined && isJsonObject(value)) return value;
  // The parser's own words would quote the request, and values of variables are in it.
  throw new LambdaError(
    'InvalidRequestContentException',
    'Could not parse request body into json: it is not a JSON object',
  );
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
