import {
  type RunAllBody,
  type RunAllEnvelope,
  runAllEnvelope,
  type StepFailure,
} from '@pipelines/contracts';
import { isJsonObject } from '@pipelines/core';
import { ValidationError } from '../errors/validation-error.ts';

type Answer =
  | { readonly statusCode: 200; readonly body: RunAllBody }
  | { readonly statusCode: 400 | 500; readonly body: StepFailure };

/**
 * Call a handler with what API Gateway wraps, or with the event as it is, and put its body into text.
 *
 * API Gateway sends its caller's JSON as text in `body`, and takes no other answer than text.
 * Source: sbir-contracts.md 2.2, run-all
 */
export async function answerAsText(
  event: unknown,
  handle: (event: unknown) => Promise<Answer>,
): Promise<RunAllEnvelope> {
  const inner = unwrap(event);
  const answer = inner instanceof ValidationError ? refusalOf(inner) : await handle(inner);
  const { statusCode, body } = answer;
  const text: RunAllBody =
    body.status === 'error' && 'error' in body
      ? { status: 'error', message: messageOf(body), csv_hash: null, has_changes: null }
      : body;
  return runAllEnvelope.parse({ statusCode, body: JSON.stringify(text) });
}

function unwrap(event: unknown): unknown {
  if (!isJsonObject(event) || !('body' in event)) return event;
  const { body, isBase64Encoded } = event;
  if (body === null || body === '') return {};
  if (typeof body !== 'string') return body;
  const text = isBase64Encoded === true ? Buffer.from(body, 'base64').toString() : body;
  try {
    return JSON.parse(text);
  } catch {
    return new ValidationError('Invalid event: body is not JSON');
  }
}

function refusalOf({ name, message }: ValidationError): Answer {
  return { statusCode: 400, body: { status: 'error', error: message, error_type: name } };
}

const messageOf = ({ error_type, error }: StepFailure): string => `${error_type}: ${error}`;
