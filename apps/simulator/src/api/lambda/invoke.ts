import { messageOf, type Json } from '@pipelines/core';
import { REQUEST_LIMIT_BYTES } from '../../functions/function-errors.ts';
import { readText } from '../../read-text.ts';
import {
  requireFunction,
  type LambdaAnswer,
  type LambdaCall,
  type LambdaOperation,
} from './lambda-call.ts';
import { invalidParameter, LambdaError } from './lambda-error.ts';
import { createLogTail } from './log-tail.ts';

/** Lambda's limit for the event of an asynchronous invocation: 1 MB. */
const EVENT_LIMIT_BYTES = 1_048_576;
const TYPES = ['Event', 'RequestResponse', 'DryRun'];

/**
 * Invoke, in its three types. An `Event` runs once: what it answers is seen in the logs alone.
 *
 * @throws {LambdaError} `InvalidRequestContentException`, `RequestEntityTooLargeException`,
 *   `RequestTooLargeException` for an event above 1 MB
 * Source: docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export const invoke: LambdaOperation = async (call) => {
  const type = oneOf(call, 'X-Amz-Invocation-Type', TYPES, 'RequestResponse');
  const logType = oneOf(call, 'X-Amz-Log-Type', ['None', 'Tail'], 'None');
  const payload = await readPayload(call, type);
  const { fullName } = requireFunction(call);
  if (type === 'DryRun') return { status: 204 };
  if (type === 'Event') {
    call.functions.invoke(fullName, payload).catch((error: unknown) => {
      call.onProblem(`An event for ${fullName} was lost: ${messageOf(error)}`);
    });
    return { status: 202 };
  }
  return answerOf(call, fullName, { payload, hasTail: logType === 'Tail' });
};

async function answerOf(
  { functions }: LambdaCall,
  name: string,
  { payload, hasTail }: { readonly payload: Json; readonly hasTail: boolean },
): Promise<LambdaAnswer> {
  const tail = createLogTail();
  const result = await functions.invoke(name, payload, { onLine: (line) => tail.add(line) });
  const { functionError, requestId } = result;
  return {
    status: 200,
    headers: {
      'x-amzn-RequestId': requestId,
      'X-Amz-Executed-Version': '$LATEST',
      ...(functionError && { 'X-Amz-Function-Error': functionError }),
      ...(hasTail && { 'X-Amz-Log-Result': tail.encode(result) }),
    },
    body: result.payloadText,
  };
}

function oneOf(
  { request }: LambdaCall,
  header: string,
  values: readonly string[],
  preset: string,
): string {
  const value = request.headersDistinct[header.toLowerCase()]?.[0] ?? preset;
  if (values.includes(value)) return value;
  const member = header === 'X-Amz-Log-Type' ? 'logType' : 'invocationType';
  const constraint = `Member must satisfy enum value set: [${values.join(', ')}]`;
  throw invalidParameter(member, value, constraint);
}

/** Without a payload Lambda hands the function an empty object. */
async function readPayload({ request }: LambdaCall, type: string): Promise<Json> {
  const text = await readText(request, REQUEST_LIMIT_BYTES);
  if (text === undefined) {
    throw new LambdaError(
      'RequestEntityTooLargeException',
      `Request must be smaller than ${REQUEST_LIMIT_BYTES} bytes for the InvokeFunction operation`,
    );
  }
  const sizeBytes = Buffer.byteLength(text);
  if (type === 'Event' && sizeBytes > EVENT_LIMIT_BYTES) {
    throw new LambdaError(
      'RequestTooLargeException',
      `${sizeBytes} byte payload is too large for the Event invocation type (limit ${EVENT_LIMIT_BYTES} bytes)`,
    );
  }
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text) as Json;
  } catch {
    // The parser's own words would quote the event.
    throw new LambdaError(
      'InvalidRequestContentException',
      'Could not parse request body into json: the payload is not JSON',
    );
  }
}
