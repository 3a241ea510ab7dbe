import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@pipelines/core';
import { runScript, type ApiAnswer } from './api-script.ts';
import type { ApiStep } from './corpus-case.ts';

type Service = Readonly<Record<string, ApiAnswer>>;

/** Run a script against a service that answers each operation always the same. */
async function play(script: readonly ApiStep[], service: Service, recordedOn?: string) {
  const calls: [string, JsonObject][] = [];
  const one = {
    ...{ id: 'i', category: 'c', kind: 'api', definition: {}, input: null },
    ...{ expected: { status: '' }, script },
    ...(recordedOn !== undefined && { source: { awsValidatedDate: recordedOn } }),
  };
  const result = await runScript(one, async (operation, params) => {
    calls.push([operation, params]);
    return service[operation] ?? { isRefusal: true, body: { __type: 'Unknown' } };
  });
  return { ...result, calls };
}
const answers = (body: JsonObject): ApiAnswer => ({ isRefusal: false, body });
const refuses = (__type: string, message = 'm'): ApiAnswer => ({
  isRefusal: true,
  body: { __type, message },
});
const arn = 'arn:aws:states:us-east-1:1:stateMachine:m';

describe('a script', () => {
  it('passes when every answer is the recorded one, with references filled in', async () => {
    const { calls, why } = await play(
      [
        {
          n: 0,
          op: 'create_state_machine',
          params: { name: 'm' },
          expect: { stateMachineArn: '«arn»' },
        },
        { n: 1, op: 'list_tags_for_resource', params: { resourceArn: '${s0.stateMachineArn}:1' } },
      ],
      {
        CreateStateMachine: answers({ stateMachineArn: arn }),
        ListTagsForResource: answers({ tags: [] }),
      },
    );

    expect(why).toBe('');
    expect(calls[1]).toEqual(['ListTagsForResource', { resourceArn: `${arn}:1` }]);
  });

  it('fails at another answer, an unexpected refusal, and a refusal that does not come', async () => {
    const step = { n: 0, op: 'list_activities', params: {} };

    const other = await play([{ ...step, expect: { a: 1 } }], {
      ListActivities: answers({ a: 2 }),
    });
    const refusal = await play([step], { ListActivities: refuses('InvalidToken') });
    const none = await play([{ ...step, expectError: { code: 'InvalidToken' } }], {
      ListActivities: answers({}),
    });

    expect([other.why, refusal.why, none.why]).toEqual([
      'list_activities: {"a":2} is not {"a":1}',
      'list_activities: refused: {"__type":"InvalidToken","message":"m"}',
      'list_activities: answered, not refused with InvalidToken',
    ]);
  });

  it('passes at the code of a refusal, and tells whether the words are the same', async () => {
    const step = { n: 0, op: 'list_activities', params: {} };
    const expectError = { code: 'InvalidToken', message: 'Invalid «what»' };
    const asText = 'An error occurred (InvalidToken) when calling the operation: m';

    const same = await play([{ ...step, expectError }], {
      ListActivities: refuses('InvalidToken', 'Invalid Token'),
    });
    const other = await play([{ ...step, expectError }], {
      ListActivities: refuses('InvalidToken', 'No'),
    });
    const text = await play([{ ...step, expect: asText }], { ListActivities: refuses('Other') });

    expect([same.why, same.isSameText]).toEqual(['', true]);
    expect([other.why, other.isSameText]).toEqual(['', false]);
    expect(text.why).toContain('is not InvalidToken');
  });

  it('does not make calls that the client refused', async () => {
    const { calls, why } = await play(
      [
        { n: 0, op: 'a', params: {}, expectError: { code: 'ParamValidationError' } },
        { n: 1, op: 'b', params: {}, expect: 'Parameter validation failed:\nInvalid value' },
      ],
      {},
    );

    expect([calls, why]).toEqual([[], '']);
  });

  it('waits for executions, and for nothing else', async () => {
    const { calls } = await play(
      [
        { params: { executionArn: arn } },
        { params: { executionArn: 'arn:aws:states:us-east-1:1:execution:m:e' } },
      ],
      { DescribeExecution: answers({ status: 'FAILED' }) },
    );

    expect(calls.map(([operation]) => operation)).toEqual(['DescribeExecution']);
  });

  it('compares no members that are younger than the recording', async () => {
    const body = { executions: [{ name: 'e', redriveCount: 0 }] };
    const service = { ListExecutions: answers(body) };
    const step = {
      n: 0,
      op: 'list_executions',
      params: {},
      expect: { executions: [{ name: 'e' }] },
    };

    expect((await play([step], service, '2023-08-21T00:00:00+00:00')).why).toBe('');
    expect((await play([step], service, '2024-01-01T00:00:00+00:00')).why).not.toBe('');
    expect((await play([step], service)).why).not.toBe('');
  });

  it('takes the answer of the same earlier call for a step that is yet to come', async () => {
    const create = { op: 'create_activity', params: { name: 'a' } };
    const describeStep = { op: 'describe_activity', params: { activityArn: '${s2.activityArn}' } };

    const { calls } = await play(
      [
        { n: 0, ...create },
        { n: 1, ...describeStep },
        { n: 2, ...create },
      ],
      { CreateActivity: answers({ activityArn: 'x' }), DescribeActivity: answers({}) },
    );

    expect(calls[1]?.[1]).toEqual({ activityArn: 'x' });
    await expect(play([{ n: 1, ...describeStep }], {})).rejects.toThrow(
      'No step has answered activityArn',
    );
  });
});
