import { describe, expect, it } from '@jest/globals';
import { isJsonObject, type Json, type JsonObject } from '@pipelines/core';
import { machines } from './machines.ts';

const full = machines.find(({ name }) => name === 'etl-pipeline-full');
const single = machines.find(({ name }) => name === 'etl-pipeline');

const timeouts = ['TaskTimeoutError', 'States.Timeout', 'Sandbox.Timedout'];

function at(value: Json | undefined, ...keys: string[]): JsonObject {
  const found = keys.reduce<Json | undefined>(
    (node, key) => (isJsonObject(node) ? node[key] : undefined),
    value,
  );
  if (!isJsonObject(found)) throw new Error(`no object at ${keys.join('.')}`);
  return found;
}

const stateOf = (name: string): JsonObject => at(full?.definition, 'States', name);
const payloadOf = (name: string): JsonObject => at(stateOf(name), 'Parameters', 'Payload');

describe('etl-pipeline-full', () => {
  it('goes on where etl-pipeline ends', () => {
    const order = ['ApplyDefaults', ...(full?.workingStates ?? []), 'PipelineSuccess'];

    const next = order.slice(0, -1).map((name) => stateOf(name)['Next']);

    expect(order).toEqual([
      'ApplyDefaults',
      'ValidateConfig',
      'ExecuteTask01',
      'ExecuteTask02',
      'ExecuteTask03',
      'UpdateStatuses',
      'PipelineSuccess',
    ]);
    expect(next).toEqual(order.slice(1));
  });

  it.each([
    ...['ApplyDefaults', 'ValidateConfig', 'ExecuteTask01', 'ConfigValidationFailed'],
    ...['Task01Timeout', 'Task01Failed', 'Task02Timeout', 'Task02Failed'],
  ])('has %s from etl-pipeline', (name) => {
    expect(stateOf(name)).toEqual(at(single?.definition, 'States', name));
  });

  it('lets TASK_02 leave the run open, and differs from etl-pipeline in that alone', () => {
    const { ends_run, ...payload } = payloadOf('ExecuteTask02');
    const { Comment, Next, Parameters, ...rest } = stateOf('ExecuteTask02');
    const original = at(single?.definition, 'States', 'ExecuteTask02');

    expect([ends_run, Next, typeof Comment, typeof Parameters]).toEqual([
      false,
      'ExecuteTask03',
      'string',
      'object',
    ]);
    expect(payload).toEqual(at(original, 'Parameters', 'Payload'));
    expect(original).toMatchObject(rest);
  });

  it.each([
    ['ExecuteTask03', 'task_03', '$.task03Result', 'Task03'],
    ['UpdateStatuses', 'update_statuses', '$.statusesResult', 'UpdateStatuses'],
  ])('calls and guards %s as the tasks before it', (name, action, resultPath, prefix) => {
    const model = stateOf('ExecuteTask01');

    expect(stateOf(name)).toEqual({
      ...model,
      Comment: stateOf(name)['Comment'],
      Parameters: {
        FunctionName: '${etl-pipeline-function.arn}',
        Payload: { ...payloadOf('ExecuteTask01'), action },
      },
      ResultPath: resultPath,
      Catch: [
        { ErrorEquals: timeouts, ResultPath: '$.error', Next: `${prefix}Timeout` },
        { ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: `${prefix}Failed` },
      ],
      Next: stateOf(name)['Next'],
    });
  });

  it.each([
    ['Task03Timeout', 'Task03TimeoutError'],
    ['Task03Failed', 'Task03ExecutionError'],
    ['UpdateStatusesTimeout', 'UpdateStatusesTimeoutError'],
    ['UpdateStatusesFailed', 'UpdateStatusesExecutionError'],
  ])('fails in %s with %s', (name, error) => {
    expect(stateOf(name)).toMatchObject({ Type: 'Fail', Error: error });
  });
});
