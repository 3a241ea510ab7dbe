import { isJsonObject, type Json, type JsonObject } from '@pipelines/core';
import type { FunctionHost } from '../functions/function-host.ts';
import { textOf } from '../report/text-of.ts';
import { ConfigurationRefusedError, FunctionRefusedError } from './cli-errors.ts';

/** The Lambda of the conflict report, which every operating command asks. */
export const CONFLICT_REPORT_FUNCTION = 'etl-pipeline-function';

/** What the Lambda said. A function that threw has no envelope: for the caller that is a 500. */
export interface FunctionAnswer {
  readonly statusCode: number;
  readonly body: JsonObject;
}

/**
 * Invoke the conflict report's Lambda once, from its zip, as a direct caller.
 *
 * @param event - `{ action: 'validate_task_01' }` and what else the action takes
 */
export async function askFunction(
  functions: Pick<FunctionHost, 'invoke'>,
  event: JsonObject,
  signal: AbortSignal,
): Promise<FunctionAnswer> {
  const { payload, functionError } = await functions.invoke(CONFLICT_REPORT_FUNCTION, event, {
    signal,
  });
  const envelope = isJsonObject(payload) ? payload : {};
  const statusCode = functionError ? 500 : Number(envelope['statusCode'] ?? 500);
  return { statusCode, body: objectOf(envelope['body'] ?? envelope) };
}

/** A question to the Lambda, and the fields that its configuration check shares with it. */
export interface ConfiguredQuestion {
  /** `use_mock`, `as_of`. */
  readonly common: JsonObject;
  /** `action` and its own fields. */
  readonly request: JsonObject;
  readonly signal: AbortSignal;
}

/**
 * Ask the Lambda for one thing, once it has found its configuration right.
 *
 * @returns the body of a success
 * @throws {ConfigurationRefusedError} when the configuration or the connection is at fault
 * @throws {FunctionRefusedError} when the Lambda refuses or fails, in its own words
 */
export async function askConfigured(
  functions: Pick<FunctionHost, 'invoke'>,
  { common, request, signal }: ConfiguredQuestion,
): Promise<JsonObject> {
  const check = { ...common, action: 'validate_config' };
  const configuration = await askFunction(functions, check, signal);
  if (configuration.statusCode !== 200) {
    throw new ConfigurationRefusedError(failureOf(configuration));
  }
  const answer = await askFunction(functions, { ...common, ...request }, signal);
  if (answer.statusCode !== 200) throw new FunctionRefusedError(failureOf(answer));
  return answer.body;
}

/** Why an answer is not what was asked for, in the Lambda's own words. */
export function failureOf({ body }: FunctionAnswer): string {
  const { error, errorMessage, message } = body;
  return textOf(error ?? errorMessage ?? message) ?? `${CONFLICT_REPORT_FUNCTION} did not say why`;
}

function objectOf(value: Json): JsonObject {
  return isJsonObject(value) ? value : {};
}
