import type { Json } from '@pipelines/core';
import { describe, expect, it } from '@jest/globals';
import { checkResultShape } from './check-result-shape.ts';

const check = (resource: string, result: Json, mode?: 'STRICT' | 'PRESENT' | 'NONE') => () =>
  checkResultShape(result, `arn:aws:states:::${resource}`, mode);
const START = 'states:startExecution';

describe('checkResultShape', () => {
  it.each<[string, Json, string]>([
    [START, {}, "Required field 'ExecutionArn' is missing"],
    [START, { ExecutionArn: 'a', StartDate: 1 }, "Field 'StartDate' must be a string"],
    ['events:putEvents', { Entries: 'a' }, "Field 'Entries' must be an array"],
    ['events:putEvents', { Entries: [{}, { EventId: [] }] }, "Field 'EventId' must be a string"],
    ['lambda:invoke', { StatusCode: '200' }, "Field 'StatusCode' must be a number"],
    [
      'aws-sdk:kms:encrypt',
      { CiphertextBlob: '' },
      "Field 'CiphertextBlob' is smaller than the minimum length",
    ],
    [
      'aws-sdk:s3:getObject',
      { StorageClass: 'x' },
      "Field 'StorageClass' is not an expected value",
    ],
    [
      'aws-sdk:lambda:getFunction',
      { Configuration: { MemorySize: 127 } },
      "Field 'MemorySize' is less than the minimum value",
    ],
    [
      'aws-sdk:lambda:getFunction',
      { Configuration: { MemorySize: 10241 } },
      "Field 'MemorySize' exceeds the maximum value",
    ],
  ])('refuses for %s the result %j', (resource, result, problem) => {
    expect(check(resource, result)).toThrow(`Mock result schema validation error: ${problem}`);
  });

  it('looks only at the fields that are there when asked so, and at nothing when told to', () => {
    expect(check(START, {}, 'PRESENT')).not.toThrow();
    expect(check(START, { StartDate: 1 }, 'PRESENT')).toThrow('must be a string');
    expect(check(START, { StartDate: 1 }, 'NONE')).not.toThrow();
  });

  it('lets through what it does not know', () => {
    expect(check('events:putEvents', { other: 1 })).not.toThrow();
    expect(check('aws-sdk:unknown:call', 7)).not.toThrow();
    expect(check('states:startExecution.sync', {})).not.toThrow();
  });
});
