import { isJsonObject, type Json } from '@pipelines/core';

/**
 * The sentence in a failed state's cause that a person wants to read.
 *
 * A Lambda's cause is JSON text, `{errorMessage, errorType, trace}`, and the message can be the
 * JSON body of the handler, `{status, error}`. Anything else is its own message.
 *
 * @param errorName - stands in when there is no cause
 */
export function failureMessageOf(errorName: string, cause: string | undefined): string {
  if (cause === undefined || cause === '') return errorName;
  return readField(readField(cause, 'errorMessage'), 'error');
}

/** The error name that the Lambda itself gave, `TaskTimeoutError`, else `undefined`. */
export function functionErrorNameOf(cause: string | undefined): string | undefined {
  const parsed = cause === undefined ? undefined : parseObject(cause);
  const name = parsed?.['errorType'];
  return typeof name === 'string' ? name : undefined;
}

function readField(text: string, field: string): string {
  const value = parseObject(text)?.[field];
  return typeof value === 'string' ? value : text;
}

function parseObject(text: string): { [key: string]: Json } | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const parsed = JSON.parse(text) as Json;
    return isJsonObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
