import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@pipelines/core';
import { findingsOf, task } from '../../test/findings.ts';

describe('validateDefinition, Retry and Catch', () => {
  it.each<[string, JsonObject, string]>([
    [
      'no ErrorEquals',
      { Retry: [{}] },
      'These fields are required: [ErrorEquals] at /States/S/Retry[0]',
    ],
    [
      'no Next',
      { Catch: [{ ErrorEquals: ['a'] }] },
      'These fields are required: [Next] at /States/S/Catch[0]',
    ],
    [
      'no names',
      { Retry: [{ ErrorEquals: [] }] },
      'Value cannot be empty at /States/S/Retry[0]/ErrorEquals',
    ],
    [
      'names not a list',
      { Retry: [{ ErrorEquals: 'a' }] },
      'Expected value of type Array at /States/S/Retry[0]/ErrorEquals',
    ],
    ['not an object', { Retry: ['a'] }, 'Expected value of type Object at /States/S/Retry[0]'],
    [
      'States.ALL with others',
      { Retry: [{ ErrorEquals: ['a', 'States.ALL'] }] },
      'States.ALL must appear alone and at end of list at /States/S/Retry[0]/ErrorEquals',
    ],
    [
      'States.ALL before others',
      { Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['a'] }] },
      'States.ALL must appear alone and at end of list at /States/S/Retry[0]/ErrorEquals',
    ],
    [
      'negative attempts',
      { Retry: [{ ErrorEquals: ['a'], MaxAttempts: -1 }] },
      'Minimum value is 0 at /States/S/Retry[0]/MaxAttempts',
    ],
    [
      'a rate below 1',
      { Retry: [{ ErrorEquals: ['a'], BackoffRate: 0.5 }] },
      'Minimum value is 1.0 at /States/S/Retry[0]/BackoffRate',
    ],
    [
      'a delay of 0',
      { Retry: [{ ErrorEquals: ['a'], MaxDelaySeconds: 0 }] },
      'Minimum value is 1 at /States/S/Retry[0]/MaxDelaySeconds',
    ],
    [
      'another jitter',
      { Retry: [{ ErrorEquals: ['a'], JitterStrategy: 'SOME' }] },
      'Value should be one of the following: [NONE, FULL] at /States/S/Retry[0]/JitterStrategy',
    ],
    [
      'ResultPath with a slice',
      { Catch: [{ ErrorEquals: ['a'], Next: 'Z', ResultPath: '$.a[0:1]' }] },
      'Value is not a Reference Path at /States/S/Catch[0]/ResultPath',
    ],
  ])('refuses %s', (_, fields, expected) => {
    expect(findingsOf(task(fields))).toEqual([expected]);
  });

  it('accepts States.ALL alone at the end, and an interval of 0', () => {
    const fields = {
      Retry: [{ ErrorEquals: ['a'], IntervalSeconds: 0 }, { ErrorEquals: ['States.ALL'] }],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Z', ResultPath: null }],
    };

    expect(findingsOf(task(fields))).toEqual([]);
  });
});
