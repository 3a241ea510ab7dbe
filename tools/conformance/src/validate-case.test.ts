import { describe, expect, it } from '@jest/globals';
import type { CorpusCase, Expected } from './corpus-case.ts';
import { validateCase } from './validate-case.ts';

const BAD = { StartAt: 'A', States: { A: { Type: 'Pass' } } };
const MESSAGE =
  "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: This object should have only one of the following fields: [Next, End] at /States/A'";
const judge = (expected: Omit<Expected, 'status'>, change: Partial<CorpusCase> = {}) =>
  validateCase({
    id: 'one',
    category: 'c',
    kind: 'validation',
    definition: BAD,
    input: null,
    expected: { status: '', ...expected },
    ...change,
  });

describe('validateCase', () => {
  it('passes when the refusal has the recorded words', () => {
    const expected = { errorCode: 'InvalidDefinition', errorMessage: MESSAGE };

    expect(judge(expected)).toMatchObject({ result: 'pass', why: '' });
    expect(judge({ ...expected, errorMessage: 'other' })).toMatchObject({ result: 'fail' });
  });

  it('looks at the fact alone where the words are not those of AWS', () => {
    const expected = { errorCode: 'InvalidDefinition', errorMessage: 'other' };
    const quality = 'localstack-recorded';
    const definition = { StartAt: 'A', States: { A: { Type: 'Succeed' } } };

    expect(judge(expected, { quality })).toMatchObject({ result: 'pass' });
    expect(judge(expected, { quality, definition })).toMatchObject({ result: 'fail' });
  });

  it('compares the diagnostics of an answer', () => {
    const diagnostics = [
      {
        severity: 'ERROR',
        code: 'SCHEMA_VALIDATION_FAILED',
        message: 'This object should have only one of the following fields: [Next, End]',
        location: '/States/A',
      },
    ];

    expect(judge({ response: { diagnostics } })).toMatchObject({ result: 'pass' });
    expect(judge({ response: { diagnostics: [] } })).toMatchObject({ result: 'fail' });
  });
});
