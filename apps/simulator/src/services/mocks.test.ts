import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { openMocks } from './mocks.ts';

const file = path.join(temporaryFolder(), 'mocks.json');

function writeConfig(answer: string, cases: readonly string[] = ['c']): void {
  const testCases = Object.fromEntries(cases.map((name) => [name, { S: 'answers' }]));
  writeFileSync(
    file,
    JSON.stringify({
      StateMachines: { m: { TestCases: testCases } },
      MockedResponses: { answers: { '0': { Return: answer }, '1': { Throw: { Error: 'E' } } } },
    }),
  );
}

beforeEach(() => writeConfig('old'));

describe('mocks', () => {
  it('answer the calls of a state one after another, in each execution anew', () => {
    const mocks = openMocks(file);
    mocks.begin('one', 'm', 'c');
    mocks.begin('two', 'm', 'c');

    const answers = ['one', 'one', 'one', 'two'].map((arn) => mocks.next(arn, 'S'));

    expect(answers).toEqual([
      { Return: 'old' },
      { Throw: { Error: 'E' } },
      { missingAttempt: 2 },
      { Return: 'old' },
    ]);
  });

  it('leave other states and other executions alone', () => {
    const mocks = openMocks(file);
    mocks.begin('one', 'm', 'c');
    mocks.begin('ended', 'm', 'c');
    mocks.end('ended');

    expect(mocks.next('one', 'Other')).toBe('not-mocked');
    expect(mocks.next('unknown', 'S')).toBe('not-mocked');
    expect(mocks.next('ended', 'S')).toBe('not-mocked');
  });

  it('are read again when the file changed, for executions that start later', () => {
    const mocks = openMocks(file);
    mocks.begin('before', 'm', 'c');

    writeConfig('a newer answer', ['c', 'd']);
    mocks.begin('after', 'm', 'd');

    expect(mocks.next('before', 'S')).toEqual({ Return: 'old' });
    expect(mocks.next('after', 'S')).toEqual({ Return: 'a newer answer' });
  });

  it('refuse a start while the file is wrong, and work again when it is right', () => {
    const mocks = openMocks(file);

    writeFileSync(file, '{');
    expect(() => mocks.begin('one', 'm', 'c')).toThrow(
      expect.objectContaining({ name: 'ValidationException' }),
    );
    writeConfig('right again');
    mocks.begin('one', 'm', 'c');

    expect(mocks.next('one', 'S')).toEqual({ Return: 'right again' });
  });

  it.each([
    [
      'm',
      'none',
      `Test case 'none' of state machine 'm' is not in SFN_MOCK_CONFIG "${file}". It has: c.`,
    ],
    ['other', 'c', `is not in SFN_MOCK_CONFIG "${file}". It has none for this machine.`],
  ])('name what there is when %s has no test case %s', (machine, testCase, message) => {
    const mocks = openMocks(file);

    expect(() => mocks.begin('one', machine, testCase)).toThrow(message);
  });
});
