import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeWithPython } from '@pipelines/testing';
import type { CorpusCase } from './corpus-case.ts';
import { makeFunctions } from './make-functions.ts';
import { startSimulatorService, type SimulatorService } from './simulator-service.ts';

const ACCOUNT = '123456789012';
const arnOf = (name: string) => `arn:aws:lambda:us-east-1:${ACCOUNT}:function:${name}`;
const CASES = [
  {
    functions: {
      echo: { arn: arnOf('echo'), behaviour: 'echo', runtime: 'python3.12' },
      fail: {
        arn: arnOf('fail'),
        behaviour: 'raise',
        errorType: 'Exception',
        errorMessage: 'as recorded',
      },
    },
  },
] as unknown as CorpusCase[];

let service: SimulatorService;

beforeAll(async () => {
  service = await startSimulatorService(join(import.meta.dirname, '../../..'));
});
afterAll(() => service.stop());

/** A state machine of one state calls the function. */
async function callFromState(resource: string) {
  const definition = JSON.stringify({
    StartAt: 'A',
    States: { A: { Type: 'Task', Resource: resource, End: true } },
  });
  const call = service.callAs(ACCOUNT);
  const roleArn = `arn:aws:iam::${ACCOUNT}:role/r`;
  const name = resource.split(':').at(-1) ?? '';
  const made = await call('CreateStateMachine', { name, definition, roleArn, type: 'EXPRESS' });
  const { stateMachineArn } = made.body;
  const { body } = await call('StartSyncExecution', {
    stateMachineArn: stateMachineArn ?? null,
    input: '{"a":1}',
  });
  return body;
}

describeWithPython('makeFunctions', () => {
  it('creates what the recordings call, in the account that they name', async () => {
    expect(await makeFunctions(CASES, service.url)).toEqual([arnOf('echo'), arnOf('fail')]);

    expect(await callFromState(arnOf('echo'))).toMatchObject({ output: '{"a":1}' });
    expect(await callFromState(arnOf('fail'))).toMatchObject({
      status: 'FAILED',
      error: 'Exception',
      cause: expect.stringMatching(
        /^\{"errorMessage": "as recorded", .*"stackTrace": \[" {2}File \\"\/var\/task\/handler\.py\\", line 2, in handler\\n/,
      ),
    });
    await expect(makeFunctions(CASES, service.url)).rejects.toThrow(
      /CreateFunction of .*:echo was refused: .*already exist/,
    );
  });
});
