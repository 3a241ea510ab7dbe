import { describe, expect, it } from '@jest/globals';
import { isJsonObject, type Json, type JsonObject } from '@pipelines/core';
import { listPlaceholders } from './bind-placeholders.ts';
import { functions } from './functions.ts';
import { machines } from './machines.ts';

const noRetry = {
  ErrorEquals: ['TaskTimeoutError', 'States.Timeout', 'Sandbox.Timedout'],
  MaxAttempts: 0,
};
const taskRetry = {
  ErrorEquals: [
    'States.TaskFailed',
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.TooManyRequestsException',
  ],
  IntervalSeconds: 5,
  MaxAttempts: 2,
  BackoffRate: 2,
};

function objectAt(value: Json | undefined, ...keys: string[]): JsonObject {
  const found = keys.reduce<Json | undefined>(
    (at, key) => (isJsonObject(at) ? at[key] : undefined),
    value,
  );
  if (!isJsonObject(found)) throw new Error(`no object at ${keys.join('.')}`);
  return found;
}

function stateOf(name: string): JsonObject {
  return objectAt(machines[0]?.definition, 'States', name);
}

describe('machines', () => {
  it.each(machines)('binds every placeholder of $name to a function of the manifest', (machine) => {
    const names = listPlaceholders(machine.definition);

    expect(names).toEqual(machine.functions.map((name) => `${name}.arn`));
    expect(functions.map(({ name }) => name)).toEqual(
      expect.arrayContaining([...machine.functions]),
    );
  });

  it.each(machines)('says in $name what each state is for', (machine) => {
    const states = Object.values(objectAt(machine.definition, 'States'));

    const silent = states.filter((state) => typeof objectAt(state).Comment !== 'string');

    expect(silent).toEqual([]);
  });

  it('A5: runs the states of etl-pipeline in the order of the source document', () => {
    const order = ['ApplyDefaults', ...(machines[0]?.workingStates ?? []), 'PipelineSuccess'];

    const next = order.slice(0, -1).map((name) => stateOf(name).Next);

    expect(order).toEqual([
      'ApplyDefaults',
      'ValidateConfig',
      'ExecuteTask01',
      'ExecuteTask02',
      'PipelineSuccess',
    ]);
    expect(next).toEqual(order.slice(1));
  });

  it('tells each action its dates, its mode and that a machine is calling', () => {
    const payloads = ['ValidateConfig', 'ExecuteTask01', 'ExecuteTask02'].map((name) =>
      objectAt(stateOf(name), 'Parameters', 'Payload'),
    );

    expect(payloads).toEqual(
      ['validate_config', 'task_01', 'task_02'].map((action) => ({
        action,
        'as_of.$': '$.as_of',
        'use_mock.$': '$.use_mock',
        'execution_arn.$': '$$.Execution.Id',
      })),
    );
  });

  it.each([
    ['ExecuteTask01', 'Task01Timeout', 'Task01Failed'],
    ['ExecuteTask02', 'Task02Timeout', 'Task02Failed'],
  ])('retries %s twice at 5 s and 10 s, and a timeout never', (name, timeout, failed) => {
    const state = stateOf(name);

    expect(state.TimeoutSeconds).toBe(900);
    expect(state.Retry).toEqual([noRetry, taskRetry]);
    expect(state.Catch).toEqual([
      { ErrorEquals: noRetry.ErrorEquals, ResultPath: '$.error', Next: timeout },
      { ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: failed },
    ]);
  });

  it('does not retry a wrong setting or input', () => {
    const state = stateOf('ValidateConfig');

    expect(state.TimeoutSeconds).toBe(60);
    expect(state.Retry).toEqual([
      { ErrorEquals: ['ConfigValidationError', 'BadRequestError'], MaxAttempts: 0 },
      { ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 2, MaxAttempts: 2, BackoffRate: 2 },
    ]);
    expect(state.Catch).toEqual([
      { ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'ConfigValidationFailed' },
    ]);
  });

  it.each([
    ['ConfigValidationFailed', 'ConfigValidationError'],
    ['Task01Timeout', 'Task01TimeoutError'],
    ['Task01Failed', 'Task01ExecutionError'],
    ['Task02Timeout', 'Task02TimeoutError'],
    ['Task02Failed', 'Task02ExecutionError'],
  ])('fails in %s with %s', (name, error) => {
    expect(stateOf(name)).toMatchObject({ Type: 'Fail', Error: error });
  });
});
