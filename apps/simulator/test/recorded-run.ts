import { parseDefinition, type HistoryEvent } from '@pipelines/asl';
import { createEngine, TaskFailure } from '@pipelines/asl-runtime';
import { createVirtualClock, waitUntil, type Json } from '@pipelines/core';
import { bindPlaceholders, machines } from '@pipelines/workflows';

/** 2025-01-20T14:30:00Z, the start of every recorded run. */
export const RUN_START_MS = Date.UTC(2025, 0, 20, 14, 30);
const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:000000000000:function:etl-pipeline-function';

/** What one call of the Lambda does: how long it takes, and its body or its error. */
export interface RecordedTask {
  readonly seconds: number;
  readonly body?: Json;
  readonly error?: { readonly name: string; readonly cause: string };
}

/** The calls that a machine makes, with the durations and numbers that a test wants. */
export const task = {
  validated: (seconds: number): RecordedTask => ({
    seconds,
    body: { status: 'success', config: { database: 'conflictreport_dev' } },
  }),
  copied: (seconds: number, rows: number): RecordedTask => ({
    seconds,
    body: { status: 'success', task: 'TASK_01', result: { affected_rows: rows } },
  }),
  updated: (seconds: number, rows: number): RecordedTask => ({
    seconds,
    body: { status: 'success', task: 'TASK_02', result: { updated_rows: rows } },
  }),
  inserted: (seconds: number, rows: number): RecordedTask => ({
    seconds,
    body: { status: 'success', task: 'TASK_03', result: { inserted_rows: rows } },
  }),
  settled: (seconds: number, rows: number): RecordedTask => ({
    seconds,
    body: { status: 'success', task: 'UPDATE_STATUSES', result: { updated_rows: rows } },
  }),
  failed: (seconds: number, name: string, message: string): RecordedTask => ({
    seconds,
    error: { name, cause: JSON.stringify({ errorType: name, errorMessage: message, trace: [] }) },
  }),
};

/** Start a machine on the real engine, with a virtual clock and the given calls in order. */
export function startRecorded(calls: readonly RecordedTask[], name = 'etl-pipeline') {
  const clock = createVirtualClock(RUN_START_MS);
  const pending = [...calls];
  const engine = createEngine({
    clock,
    async runTask() {
      const call = pending.shift() ?? { seconds: 0, body: null };
      await waitUntil(clock.now() + call.seconds * 1_000, clock);
      if (call.error) throw new TaskFailure(call.error.name, call.error.cause);
      return { StatusCode: 200, Payload: { statusCode: 200, body: call.body ?? null } };
    },
  });
  const machine = machines.find((candidate) => candidate.name === name);
  if (!machine) throw new Error(`The manifest has no machine ${name}`);
  const definition = bindPlaceholders(machine.definition, {
    'etl-pipeline-function.arn': FUNCTION_ARN,
  });
  const execution = engine.start({
    machine: {
      arn: `arn:aws:states:us-east-1:000000000000:stateMachine:${name}`,
      name,
      definition: parseDefinition(JSON.stringify(definition), { type: 'STANDARD' }),
      roleArn: `arn:aws:iam::000000000000:role/${name}`,
      type: 'STANDARD',
    },
    executionArn: `arn:aws:states:us-east-1:000000000000:execution:${name}:recorded`,
    name: 'recorded',
    inputText: '{}',
  });
  return { execution, clock };
}

/** The whole history of such a run. */
export async function runRecorded(
  calls: readonly RecordedTask[],
  name?: string,
): Promise<readonly HistoryEvent[]> {
  const { execution, clock } = startRecorded(calls, name);
  await clock.runUntil(execution.done);
  return execution.history();
}
