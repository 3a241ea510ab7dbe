import { describe, expect, it } from '@jest/globals';
import { TestStateCommand } from '@aws-sdk/client-sfn';
import type { Json } from '@pipelines/core';
import { openVirtualServices, serveServices } from '../../../test/integration-fixture.ts';
import { longWait, makeMachine, passState } from '../../../test/registry-fixture.ts';

const account = 'us-east-1:000000000000';
const childArn = `arn:aws:states:${account}:stateMachine:child`;
const runArn = `arn:aws:states:${account}:execution:child:one`;
const resourceOf = (action: string): string => `arn:aws:states:::aws-sdk:sfn:${action}`;

function openWith(states: Readonly<Record<string, Json>>, type?: 'EXPRESS') {
  const services = openVirtualServices();
  makeMachine(services.registry, states, { name: 'child', ...(type && { type }) });
  const call = async (action: string, Parameters: Json) => {
    const execution = services.start({ Resource: resourceOf(action), Parameters });
    const { output, error, cause } = await services.clock.runUntil(execution.done);
    return {
      output: output === undefined ? undefined : (JSON.parse(output) as Json),
      error,
      cause,
    };
  };
  return { ...services, call };
}

describe('aws-sdk:sfn', () => {
  it('starts an execution, whose input may be the JSON itself', async () => {
    const { call, registry } = openWith({ Pass: passState });

    const { output } = await call('startExecution', {
      StateMachineArn: childArn,
      Name: 'one',
      Input: { Key: { Inner: 1 } },
    });

    expect(output).toEqual({ ExecutionArn: runArn, StartDate: '2025-01-20T14:30:00Z' });
    expect(registry.execution(runArn)?.inputText).toBe('{"Key":{"Inner":1}}');
  });

  it('runs an express machine to its end', async () => {
    const { call } = openWith({ Pass: { ...passState, Result: { a: [1] } } }, 'EXPRESS');

    const { output } = await call('startSyncExecution', { StateMachineArn: childArn, Name: 'one' });

    expect(output).toEqual({
      BillingDetails: { BilledDurationInMilliseconds: 100, BilledMemoryUsedInMB: 64 },
      ExecutionArn: expect.stringMatching(/:express:child:one:[0-9a-f-]{36}$/),
      Input: '{}',
      InputDetails: { Included: true },
      Name: 'one',
      Output: '{"a":[1]}',
      OutputDetails: { Included: true },
      StartDate: '2025-01-20T14:30:00Z',
      StateMachineArn: childArn,
      Status: 'SUCCEEDED',
      StopDate: '2025-01-20T14:30:00Z',
    });
  });

  it('stops and describes executions', async () => {
    const { call } = openWith({ Wait: longWait });
    await call('startExecution', { StateMachineArn: childArn, Name: 'one' });

    const stopped = await call('stopExecution', { ExecutionArn: runArn, Error: 'Halt' });
    const { output } = await call('describeExecution', { ExecutionArn: runArn });

    expect(stopped.output).toEqual({ StopDate: '2025-01-20T14:30:00Z' });
    expect(output).toMatchObject({ Status: 'ABORTED', Error: 'Halt', RedriveCount: 0 });
  });

  it('names the members of a list with capitals too', async () => {
    const { call } = openWith({ Pass: passState });
    await call('tagResource', { ResourceArn: childArn, Tags: [{ Key: 'team', Value: 'data' }] });

    const { output } = await call('listTagsForResource', { ResourceArn: childArn });

    expect(output).toEqual({ Tags: [{ Key: 'team', Value: 'data' }] });
  });

  it.each([
    ['describeExecution', { ExecutionArn: `${runArn}-none` }, 'Sfn.ExecutionDoesNotExistException'],
    ['startExecution', { StateMachineArn: 'x' }, 'Sfn.InvalidArnException'],
    ['startExecution', {}, 'Sfn.ValidationException'],
    ['startExecution', { StateMachineArn: 1 }, 'Sfn.SfnException'],
  ])('%s refuses %j with %s', async (action, parameters, name) => {
    const { call } = openWith({ Pass: passState });

    const { error, cause } = await call(action, parameters);

    expect(error).toBe(name);
    expect(cause).toMatch(/ \(Service: Sfn, Status Code: 400, Request ID: [0-9a-f-]{36}\)$/);
  });

  it('answers another execution with its token', async () => {
    const { call, start, clock, registry, tokens } = openWith({ Wait: longWait });
    const asking = start({
      Resource: `${resourceOf('startExecution')}.waitForTaskToken`,
      Parameters: {
        StateMachineArn: childArn,
        Name: 'one',
        Input: { 'token.$': '$$.Task.Token' },
      },
    });
    await clock.advanceBy(1_000);
    const inputText = registry.execution(runArn)?.inputText ?? '';
    const { token } = JSON.parse(inputText) as { token: string };

    const { output } = await call('sendTaskSuccess', { TaskToken: token, Output: { yes: true } });

    expect(output).toEqual({});
    expect((await asking.done).output).toBe('{"yes":true}');
    expect(() => tokens.beat(token)).toThrow('does not exist anymore');
  });

  it.each(['startNothing', 'startExecution.sync'])('does not run %s', async (action) => {
    const { call, registry } = openWith({ Pass: passState });

    const { error } = await call(action, { StateMachineArn: childArn });

    expect(error).toBe('Simulator.UnsupportedIntegration');
    expect(registry.executions(childArn)).toEqual([]);
  });
});

describe('over HTTP, aws-sdk:sfn', () => {
  it('is called by the test of a state', async () => {
    const { client, registry } = await serveServices();
    makeMachine(registry, { Pass: passState }, { name: 'child' });

    const { status, output } = await client.send(
      new TestStateCommand({
        definition: JSON.stringify({
          Type: 'Task',
          Resource: resourceOf('listStateMachines'),
          ResultSelector: { 'names.$': '$.StateMachines[*].Name' },
          End: true,
        }),
        roleArn: 'arn:aws:iam::000000000000:role/test',
      }),
    );

    expect({ status, output }).toEqual({ status: 'SUCCEEDED', output: '{"names":["child"]}' });
  });
});
