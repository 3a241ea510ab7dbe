import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Json } from '@pipelines/core';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { readMockConfig } from './mock-config.ts';

const file = path.join(temporaryFolder(), 'mocks.json');

/** A file in which state `S` of machine `m` has the answers `attempts` in case `c`. */
function configOf(attempts: Json, state = 'answers'): string {
  return JSON.stringify({
    StateMachines: { m: { TestCases: { c: { S: state } } } },
    MockedResponses: { answers: attempts },
  });
}

describe('readMockConfig', () => {
  it('reads attempts and ranges of attempts, in order', () => {
    writeFileSync(
      file,
      configOf({
        '3-4': { Return: 2 },
        '0': { Return: { a: 1 } },
        '1-2': { Throw: { Error: 'E', Cause: 'c' } },
      }),
    );

    const responses = readMockConfig(file).machines.get('m')?.get('c')?.get('S');

    expect(responses).toEqual([
      { from: 0, to: 0, answer: { Return: { a: 1 } } },
      { from: 1, to: 2, answer: { Throw: { Error: 'E', Cause: 'c' } } },
      { from: 3, to: 4, answer: { Return: 2 } },
    ]);
  });

  it.each([
    [
      'a response that is not there',
      configOf({}, 'none'),
      'StateMachines.m.TestCases.c.S: no MockedResponses "none"',
    ],
    [
      'a range that counts backwards',
      configOf({ '2-1': { Return: 1 } }),
      'MockedResponses.answers: "2-1" counts backwards',
    ],
    [
      'two answers for an attempt',
      configOf({ '0-2': { Return: 1 }, '2': { Return: 1 } }),
      'attempt 2 has two answers',
    ],
    [
      'a key that is no attempt',
      configOf({ first: { Return: 1 } }),
      'MockedResponses.answers.first',
    ],
    [
      'both Return and Throw',
      configOf({ '0': { Return: 1, Throw: { Error: 'E' } } }),
      'MockedResponses.answers.0',
    ],
    ['an unknown part', '{"StateMachines":{},"MockedResponses":{},"Other":1}', 'Unrecognized key'],
    ['no JSON', '{"ssn":"900-12-3456"', 'not valid JSON'],
  ])('refuses %s, and says where', (_, text, problem) => {
    writeFileSync(file, text);

    const read = (): unknown => readMockConfig(file);

    expect(read).toThrow(expect.objectContaining({ name: 'MockConfigError', file }));
    expect(read).toThrow(problem);
    expect(read).not.toThrow('900-12-3456');
  });

  it('says that a file is missing', () => {
    expect(() => readMockConfig(`${file}.none`)).toThrow(/SFN_MOCK_CONFIG ".*none": .*ENOENT/);
  });
});
