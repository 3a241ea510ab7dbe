import type { Json, JsonObject } from '@pipelines/core';
import { ApiError } from './api-errors.ts';
import { readActivity } from './activities.ts';
import { isNestedTooDeep } from './json-nesting.ts';
import type { OperationContext } from './operation.ts';
import { membersOf } from './request-members.ts';

/** How long GetActivityTask waits for a task before it answers that there is none. */
const LONGEST_POLL_MS = 60_000;
const LONGEST_TOKEN = 2_048;
const LONGEST_OUTPUT = 262_144;
const LONGEST_ERROR = 256;
const LONGEST_CAUSE = 32_768;

/**
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetActivityTask.html
 *
 * Answers an empty object after a minute without a task, or when the caller has gone.
 */
export async function getActivityTask(
  body: JsonObject,
  { registry, tokens, signal }: OperationContext,
): Promise<JsonObject> {
  const members = membersOf(body);
  const workerName = members.optionalText('workerName', { min: 1, max: 80 });
  const { arn } = readActivity(members, registry);
  const timeout = AbortSignal.timeout(LONGEST_POLL_MS);
  const task = await tokens.take(arn, {
    workerName,
    signal: AbortSignal.any([timeout, signal]),
  });
  return task ? { taskToken: task.taskToken, input: task.inputText } : {};
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html */
export function sendTaskSuccess(body: JsonObject, { tokens }: OperationContext): JsonObject {
  const members = membersOf(body);
  const output = members.text('output', { max: LONGEST_OUTPUT });
  tokens.succeed(members.text('taskToken', { min: 1, max: LONGEST_TOKEN }), parseOutput(output));
  return {};
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskFailure.html */
export function sendTaskFailure(body: JsonObject, { tokens }: OperationContext): JsonObject {
  const members = membersOf(body);
  const error = members.optionalText('error', { max: LONGEST_ERROR });
  const cause = members.optionalText('cause', { max: LONGEST_CAUSE });
  tokens.fail(members.text('taskToken', { min: 1, max: LONGEST_TOKEN }), error, cause);
  return {};
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskHeartbeat.html */
export function sendTaskHeartbeat(body: JsonObject, { tokens }: OperationContext): JsonObject {
  tokens.beat(membersOf(body).text('taskToken', { min: 1, max: LONGEST_TOKEN }));
  return {};
}

/** The parser's own words are left out: they quote the output. */
function parseOutput(text: string): Json {
  if (isNestedTooDeep(text)) throw invalidOutput();
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw invalidOutput();
  }
}

function invalidOutput(): ApiError {
  return new ApiError('InvalidOutput', "Invalid Output: 'The output is not valid JSON'");
}
