import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '@pipelines/core';
import { findingsOf, task } from '../../test/findings.ts';

const pass = (fields: JsonObject): JsonObject => ({ Type: 'Pass', Next: 'Z', ...fields });
const choice = (rule: JsonObject): JsonObject => ({ Type: 'Choice', Choices: [rule] });

describe('validateDefinition, fields of a state', () => {
  it.each<[string, JsonObject, string]>([
    [
      'TimeoutSeconds on Pass',
      pass({ TimeoutSeconds: 5 }),
      "Field 'TimeoutSeconds' is not supported at /States/S",
    ],
    ['Catch on Pass', pass({ Catch: [] }), "Field 'Catch' is not supported at /States/S"],
    [
      'Retry on Wait',
      { Type: 'Wait', Seconds: 1, Next: 'Z', Retry: [] },
      "Field 'Retry' is not supported at /States/S",
    ],
    [
      'Next on Choice',
      { ...choice({ Variable: '$.a', IsNull: true, Next: 'Z' }), Next: 'Z' },
      "Field 'Next' is not supported at /States/S",
    ],
    ['an unknown field', pass({ Foo: 1 }), "Field 'Foo' is not supported at /States/S"],
    ['a wrong case', pass({ inputPath: '$' }), "Field 'inputPath' is not supported at /States/S"],
    [
      'Output in JSONPath',
      pass({ Output: 1 }),
      "The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage at /States/S",
    ],
    [
      'InputPath in JSONata',
      pass({ QueryLanguage: 'JSONata', InputPath: '$' }),
      "The QueryLanguage is set to 'JSONata', but field 'InputPath' is only supported for the 'JSONPath' QueryLanguage at /States/S",
    ],
    [
      'no Resource',
      { Type: 'Task', Next: 'Z' },
      'These fields are required: [Resource] at /States/S',
    ],
    [
      'no ARN',
      task({ Resource: 'lambda' }),
      'Value is not a valid resource ARN at /States/S/Resource',
    ],
    [
      'no Next',
      { Type: 'Pass' },
      'This object should have only one of the following fields: [Next, End] at /States/S',
    ],
    [
      'End false',
      { Type: 'Pass', End: false },
      'This object should have only one of the following fields: [Next, End] at /States/S',
    ],
    [
      'Next and End',
      pass({ End: true }),
      'There should only be one of the following fields: [Next, End] at /States/S',
    ],
    [
      'Next not a text',
      pass({ Next: 5, Comment: 'Z' }),
      'Expected value of type String at /States/S/Next',
    ],
    [
      'two timeouts',
      task({ TimeoutSeconds: 1, TimeoutSecondsPath: '$.t' }),
      'There should only be one of the following fields: [TimeoutSeconds, TimeoutSecondsPath] at /States/S',
    ],
    [
      'a timeout of 0',
      task({ TimeoutSeconds: 0 }),
      'Minimum value is 1 at /States/S/TimeoutSeconds',
    ],
    [
      'a timeout too long',
      task({ TimeoutSeconds: 100_000_000 }),
      'Maximum value is 99999999 at /States/S/TimeoutSeconds',
    ],
    [
      'half a second',
      task({ HeartbeatSeconds: 0.5 }),
      'Expected value of type Integer at /States/S/HeartbeatSeconds',
    ],
    [
      'two waits',
      { Type: 'Wait', Seconds: 1, SecondsPath: '$.s', Next: 'Z' },
      'There should only be one of the following fields: [SecondsPath, Seconds, TimestampPath, Timestamp] at /States/S',
    ],
    [
      'no wait',
      { Type: 'Wait', Next: 'Z' },
      'This object should have only one of the following fields: [SecondsPath, Seconds, TimestampPath, Timestamp] at /States/S',
    ],
    [
      'a timestamp without zone',
      { Type: 'Wait', Timestamp: '2016-12-05T21:29:29', Next: 'Z' },
      'String does not match RFC3339 timestamp at /States/S/Timestamp',
    ],
    [
      'InputPath not a path',
      pass({ InputPath: 'a.b' }),
      'Value must be a valid JSONPath. at /States/S/InputPath',
    ],
    [
      'ResultPath with a wildcard',
      pass({ ResultPath: '$.a[*]' }),
      'Value is not a Reference Path at /States/S/ResultPath',
    ],
    [
      'ResultPath in the context',
      pass({ ResultPath: '$$.a' }),
      'Value is not a Reference Path at /States/S/ResultPath',
    ],
    [
      'ResultPath not a path',
      pass({ ResultPath: 'a' }),
      "Value is not a Reference Path: Reference path didn't start with '$' at /States/S/ResultPath",
    ],
    [
      'a template with a bad path',
      pass({ Parameters: { 'a.$': 'nope' } }),
      "The value for the field 'a.$' must be a valid JSONPath or a valid intrinsic function call at /States/S/Parameters",
    ],
    [
      'a bad call deep in a template',
      task({ Parameters: { b: [{ 'a.$': 'States.UUID(1)' }] } }),
      "The value for the field 'a.$' must be a valid JSONPath or a valid intrinsic function call at /States/S/Parameters/b[0]",
    ],
    [
      'credentials without a role',
      task({ Credentials: {} }),
      "The field 'RoleArn' is required but was missing at /States/S/Credentials",
    ],
    [
      'credentials for an activity',
      task({ Resource: 'arn:aws:states:us-east-1:1:activity:a', Credentials: { RoleArn: 'r' } }),
      "The field 'Credentials' is not supported for activities at /States/S/Credentials",
    ],
    [
      'Error and ErrorPath',
      { Type: 'Fail', Error: 'a', ErrorPath: '$.e' },
      'There should only be one of the following fields: [Error, ErrorPath] at /States/S',
    ],
    [
      'CausePath not an expression',
      { Type: 'Fail', CausePath: 'States.Nope()' },
      'Value must be a valid JSONPath. at /States/S/CausePath',
    ],
  ])('refuses %s', (_, state, expected) => {
    expect(findingsOf(state)).toEqual([expected]);
  });

  it.each<[string, JsonObject]>([
    ['null paths', pass({ InputPath: null, OutputPath: null, ResultPath: null })],
    ['a Result that looks like a template', pass({ Result: { 'a.$': 'not a path' } })],
    [
      'context and variables in a template',
      pass({ Parameters: { 'a.$': '$$.State.Name', 'b.$': '$v' } }),
    ],
    ['a call as CausePath', { Type: 'Fail', CausePath: "States.Format('{}', $.a)" }],
    ['a role by path', task({ Credentials: { 'RoleArn.$': '$.role' } })],
    [
      'an expression for a number in JSONata',
      task({ QueryLanguage: 'JSONata', TimeoutSeconds: '{% 5 %}' }),
    ],
  ])('accepts %s', (_, state) => {
    expect(findingsOf(state)).toEqual([]);
  });

  it('reports each field of a state', () => {
    expect(findingsOf(pass({ TimeoutSeconds: 5, Retry: [] }))).toEqual([
      "Field 'TimeoutSeconds' is not supported at /States/S",
      "Field 'Retry' is not supported at /States/S",
    ]);
  });
});

describe('validateDefinition, EXPRESS', () => {
  it.each([
    [
      'arn:aws:states:::glue:startJobRun.sync',
      "Express state machine does not support '.sync' service integration at /States/S/Resource",
    ],
    [
      'arn:aws:states:::states:startExecution.sync:2',
      "Express state machine does not support '.sync' service integration at /States/S/Resource",
    ],
    [
      'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      "Express state machine does not support '.waitForTaskToken' service integration  at /States/S/Resource",
    ],
    [
      'arn:aws:states:us-east-1:123456789012:activity:a',
      'Express state machine does not support Activity ARN at /States/S/Resource',
    ],
  ])('refuses %s, which STANDARD takes', (arn, expected) => {
    expect(findingsOf(task({ Resource: arn }), 'EXPRESS')).toEqual([expected]);
    expect(findingsOf(task({ Resource: arn }))).toEqual([]);
  });
});
