import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@pipelines/core';
import { accountFile, executionFile } from '../executions/state-paths.ts';
import { createTaskTokens } from '../services/task-tokens.ts';
import { startApi, type ApiFixture } from '../../test/api-fixture.ts';
import { makeMachine, openRegistry, passState } from '../../test/registry-fixture.ts';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { createRequestHandler } from './request-handler.ts';

const PREFIX = 'arn:aws:states:us-east-1:000000000000:';
const roleArn = 'arn:aws:iam::000000000000:role/test';
const definition = JSON.stringify({ StartAt: 'A', States: { A: passState } });
const deepValue = '{"a":'.repeat(5_000) + '1' + '}'.repeat(5_000);
const deepState = `{"Type":"Pass","Parameters":${deepValue},"End":true}`;
const deepDefinition = `{"StartAt":"A","States":{"A":${deepState}}}`;

let api: ApiFixture;
beforeAll(async () => {
  api = await startApi({
    runTask: ({ signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      }),
  });
  makeMachine(api.registry, { A: passState });
});

/** Status and body. */
async function post(
  operation: string,
  body: JsonObject | string,
  url: string = api.url,
): Promise<readonly [number, JsonObject]> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.0',
      'X-Amz-Target': `AWSStepFunctions.${operation}`,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return [response.status, (await response.json()) as JsonObject];
}

describe('JSON that is nested too deep', () => {
  const stateMachineArn = `${PREFIX}stateMachine:machine`;

  it.each([
    ['CreateStateMachine', { name: 'deep', definition: deepDefinition, roleArn }],
    ['UpdateStateMachine', { stateMachineArn, definition: deepDefinition }],
    ['TestState', { definition: deepState, roleArn }],
  ])('is an invalid definition to %s', async (operation, body) => {
    const [status, answer] = await post(operation, body);

    expect([status, answer['__type']]).toEqual([400, 'InvalidDefinition']);
    expect(answer['message']).toMatch(/INVALID_JSON_DESCRIPTION.+deeper than 1000 levels/);
  });

  it('is one finding to ValidateStateMachineDefinition', async () => {
    const [status, answer] = await post('ValidateStateMachineDefinition', {
      definition: deepDefinition,
    });

    expect([status, answer]).toMatchObject([
      200,
      { result: 'FAIL', diagnostics: [{ code: 'INVALID_JSON_DESCRIPTION' }] },
    ]);
  });

  it.each([
    ['StartExecution', { stateMachineArn, input: deepValue }, 'InvalidExecutionInput'],
    ['SendTaskSuccess', { taskToken: 't', output: deepValue }, 'InvalidOutput'],
    ['TestState', { definition: '{}', roleArn, input: deepValue }, 'ValidationException'],
    ['ListActivities', deepValue, 'SerializationException'],
  ])('is refused by %s wherever it stands', async (operation, body, code) => {
    const [status, answer] = await post(operation, body);

    expect([status, answer['__type']]).toEqual([400, code]);
  });
});

describe('members of another shape', () => {
  it.each([
    ['tracingConfiguration', 'x', 'an object'],
    ['encryptionConfiguration', [1], 'an object'],
    ['loggingConfiguration', 7, 'an object'],
    ['tags', {}, 'a list'],
  ])('such as %s are refused, and nothing is made', async (name, value, type) => {
    const body = { name: 'shape', definition, roleArn, [name]: value };

    expect(await post('CreateStateMachine', body)).toEqual([
      400,
      { __type: 'SerializationException', message: `'${name}' must be ${type}` },
    ]);
    expect(api.registry.machine(`${PREFIX}stateMachine:shape`)).toBeUndefined();
  });

  it('such as a token of a page before the first are refused', async () => {
    const token = JSON.stringify(['activities of 000000000000', -5]);
    const nextToken = Buffer.from(token).toString('base64url');

    const [status, answer] = await post('ListActivities', { nextToken });

    expect([status, answer['__type']]).toEqual([400, 'InvalidToken']);
  });

  it('are not repeated in an error when they are long', async () => {
    const tags = [{ key: 'k'.repeat(1_000_000), value: '' }];

    const [, answer] = await post('CreateActivity', { name: 'long', tags });

    expect(JSON.stringify(answer).length).toBeLessThan(1_000);
  });
});

describe('requests that are refused or change nothing', () => {
  const tags = Array.from({ length: 51 }, (_, i) => ({ key: `k${i}`, value: '' }));

  it('make no machine and no activity with too many tags', async () => {
    const machine = await post('CreateStateMachine', { name: 'many', definition, roleArn, tags });
    const activity = await post('CreateActivity', { name: 'many', tags });

    expect([machine, activity]).toMatchObject([
      [400, { __type: 'TooManyTags' }],
      [400, { __type: 'TooManyTags' }],
    ]);
    expect(api.registry.machine(`${PREFIX}stateMachine:many`)).toBeUndefined();
    expect(api.registry.activities.read(`${PREFIX}activity:many`)).toBeUndefined();
  });
});

describe('a state that is tested alone', () => {
  it('has its TimeoutSeconds, also when its task never answers', async () => {
    const state = {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      TimeoutSeconds: 1,
      End: true,
    };

    const answer = await post('TestState', { definition: JSON.stringify(state), roleArn });

    expect(answer).toMatchObject([200, { status: 'FAILED', error: 'States.Timeout' }]);
    expect(api.problems).toEqual([]);
  });
});

describe('what an answer rests on', () => {
  const root = path.join(temporaryFolder(), 'executions');
  const registry = openRegistry(root);
  afterAll(() => registry.close());

  it('is in the file of the execution before the answer goes out', async () => {
    const { arn } = makeMachine(registry, {
      A: { Type: 'Wait', Seconds: 600, Next: 'B' },
      B: passState,
    });
    const world = { registry, tokens: createTaskTokens(), runTask: async () => null };
    const handle = createRequestHandler(world, () => undefined);
    const lineCounts: number[] = [];
    const server = createServer((request, response) => {
      const end = response.end.bind(response);
      response.end = ((text: string) => {
        const file = executionFile(root, `${PREFIX}execution:machine:one`);
        lineCounts.push(readFileSync(file, 'utf8').split('\n').length - 1);
        return end(text);
      }) as typeof response.end;
      handle(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

    const [status] = await post('StartExecution', { stateMachineArn: arn, name: 'one' }, url);

    server.closeAllConnections();
    server.close();
    expect(status).toBe(200);
    // The header, ExecutionStarted and WaitStateEntered.
    expect(lineCounts).toEqual([3]);
  });

  it('leaves no file of an activity that never was', async () => {
    const [status] = await post('DeleteActivity', {
      activityArn: 'arn:aws:states:us-east-1:111111111111:activity:none',
    });

    registry.tags.write(`${PREFIX}activity:gone`, { a: 'b' });
    registry.tags.write(`${PREFIX}activity:gone`, {});

    expect(status).toBe(200);
    expect(api.registry.accounts()).not.toContain('111111111111');
    const kept = readFileSync(accountFile(root, '000000000000', 'activity-tags'), 'utf8');
    expect(JSON.parse(kept)).toEqual({});
  });
});
