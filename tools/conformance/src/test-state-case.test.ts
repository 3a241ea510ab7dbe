import { describe, expect, it } from '@jest/globals';
import type { CorpusCase, Expected } from './corpus-case.ts';
import { testStateCase } from './test-state-case.ts';

const judge = (expected: Omit<Expected, 'status'>, change: Partial<CorpusCase> = {}) =>
  testStateCase({
    id: 'one',
    category: 'c',
    kind: 'test-state',
    definition: { Type: 'Pass', End: true },
    input: null,
    request: { input: '{"a": 1}' },
    expected: { status: '', ...expected },
    ...change,
  });

describe('testStateCase', () => {
  it('passes when the answer is the recorded one', async () => {
    const response = { status: 'SUCCEEDED', output: { a: 1 }, ResponseMetadata: {} };

    await expect(judge({ response })).resolves.toMatchObject({ result: 'pass', why: '' });
    await expect(judge({ response: { ...response, output: 2 } })).resolves.toMatchObject({
      result: 'fail',
    });
  });

  it('passes when the refusal is the recorded one, and skips that of the client', async () => {
    const errorMessage = "State type 'Pass' is not supported when a mock is specified";
    const request = { mock: { result: '1' } };

    await expect(
      judge({ errorCode: 'ValidationException', errorMessage }, { request }),
    ).resolves.toMatchObject({ result: 'pass' });
    await expect(judge({ errorCode: 'ParamValidationError' })).resolves.toMatchObject({
      result: 'skip',
    });
  });

  it('lets the functions of the case answer', async () => {
    const arn = 'arn:aws:lambda:us-east-1:111111111111:function:f';

    const verdict = await judge(
      { response: { status: 'SUCCEEDED', output: '"hello"' } },
      {
        definition: { Type: 'Task', Resource: arn, End: true },
        request: { roleArn: 'arn:aws:iam::111111111111:role/r' },
        functions: { f: { arn, behaviour: 'return', value: '"hello"' } },
      },
    );

    expect(verdict).toMatchObject({ result: 'pass', why: '' });
  });
});
