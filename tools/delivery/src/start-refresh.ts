import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  StartExecutionCommand,
  type DescribeExecutionOutput,
  type HistoryEvent,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { PipelineError } from '@pipelines/core';
import type { RefreshRequest } from './refresh-request.ts';

/** Events that tell why an execution failed: the last ones of its history. */
const LAST_EVENTS = 5;

/** The execution did not end in the time that the workflow has. It still runs. */
export class RefreshNotEndedError extends PipelineError {
  static {
    RefreshNotEndedError.prototype.name = 'RefreshNotEndedError';
  }
  constructor(arn: string, seconds: number) {
    super(`${arn} has not ended after ${seconds} s. It goes on; stop it with stop-execution.`);
  }
}

/**
 * Name of an execution: `weekly-2025-01-20-1737385200000`, unlike that of any other run.
 *
 * Source: sbir-contracts.md section 9.
 *
 * @param nowMs - epoch milliseconds; its UTC date is the run's
 */
export function executionName(nowMs: number): string {
  return `weekly-${new Date(nowMs).toISOString().slice(0, 10)}-${nowMs}`;
}

/**
 * Start the state machine.
 *
 * @returns the ARN of the execution
 */
export async function startRefresh(
  client: SFNClient,
  { stateMachineArn, input }: RefreshRequest,
  nowMs: number,
): Promise<string> {
  const { executionArn } = await client.send(
    new StartExecutionCommand({
      stateMachineArn,
      name: executionName(nowMs),
      input: JSON.stringify(input),
    }),
  );
  if (executionArn === undefined) throw new TypeError('StartExecution gave no ARN.');
  return executionArn;
}

/**
 * Ask for the execution until it has ended, however it ended.
 *
 * @throws {RefreshNotEndedError} when it has not within `limitSeconds`
 */
export async function waitForRefresh(
  client: SFNClient,
  executionArn: string,
  { pollSeconds, limitSeconds }: { readonly pollSeconds: number; readonly limitSeconds: number },
): Promise<DescribeExecutionOutput> {
  const endMs = performance.now() + limitSeconds * 1_000;
  for (;;) {
    const execution = await client.send(new DescribeExecutionCommand({ executionArn }));
    if (execution.status !== 'RUNNING') return execution;
    if (performance.now() >= endMs) throw new RefreshNotEndedError(executionArn, limitSeconds);
    await sleep(pollSeconds * 1_000);
  }
}

/** The last events of an execution, the oldest of them first. */
export async function lastEvents(
  client: SFNClient,
  executionArn: string,
): Promise<readonly HistoryEvent[]> {
  const { events = [] } = await client.send(
    new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: LAST_EVENTS }),
  );
  return events.toReversed();
}
