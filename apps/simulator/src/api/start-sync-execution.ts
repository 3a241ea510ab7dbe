import type { JsonObject } from '@pipelines/core';
import { StateMachineDoesNotExistError } from '../executions/registry-errors.ts';
import { ApiError } from './api-errors.ts';
import { epochSeconds, present, type OperationContext } from './operation.ts';
import { membersOf } from './request-members.ts';
import { readStart } from './start-execution.ts';

/** Step Functions bills EXPRESS executions by 100 ms and by 64 MB. */
const BILLED_STEP_MS = 100;
const BILLED_STEP_MB = 64;

/**
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html
 *
 * Answers when the execution has ended, however it ended.
 */
export async function startSyncExecution(
  body: JsonObject,
  { registry }: OperationContext,
): Promise<JsonObject> {
  const request = readStart(membersOf(body));
  const target = registry.resolve(request.machineArn);
  if (!target) throw new StateMachineDoesNotExistError(request.machineArn);
  if (target.machine.type !== 'EXPRESS') {
    const text = 'This operation is not supported by this type of state machine';
    throw new ApiError('StateMachineTypeNotSupported', text);
  }
  const { arn, startMs, execution } = registry.startExecution(request);
  if (!execution) throw new TypeError('An EXPRESS execution runs in another process.');
  const { status, output, error, cause, stopMs } = await execution.done;
  return present({
    executionArn: arn,
    stateMachineArn: target.machine.arn,
    name: execution.name,
    startDate: epochSeconds(startMs),
    stopDate: epochSeconds(stopMs),
    status,
    error,
    cause,
    input: request.inputText,
    inputDetails: { included: true },
    output,
    outputDetails: output === undefined ? undefined : { included: true },
    billingDetails: {
      billedMemoryUsedInMB: BILLED_STEP_MB,
      billedDurationInMilliseconds: billedMs(stopMs - startMs),
    },
  });
}

/** Rounded up to whole steps, and never nothing. */
function billedMs(durationMs: number): number {
  return Math.max(1, Math.ceil(durationMs / BILLED_STEP_MS)) * BILLED_STEP_MS;
}
