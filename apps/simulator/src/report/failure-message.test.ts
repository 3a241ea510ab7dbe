import { describe, expect, it } from '@jest/globals';
import { failureMessageOf, functionErrorNameOf } from './failure-message.ts';

describe('failureMessageOf', () => {
  it.each([
    ['the error name without a cause', 'States.Timeout', undefined, 'States.Timeout'],
    ['the error name for an empty cause', 'States.Timeout', '', 'States.Timeout'],
    ['plain text', 'E', 'it broke', 'it broke'],
    ['text that only looks like JSON', 'E', '{it broke', '{it broke'],
    ['a Lambda’s errorMessage', 'E', '{"errorMessage":"gone","errorType":"E"}', 'gone'],
    [
      'the error inside a handler’s body',
      'E',
      JSON.stringify({ errorMessage: '{"status":"failed","task":"TASK_01","error":"gone"}' }),
      'gone',
    ],
    ['an object without a message as it is', 'E', '{"a":1}', '{"a":1}'],
  ])('gives %s', (_title, error, cause, message) => {
    expect(failureMessageOf(error, cause)).toBe(message);
  });
});

describe('functionErrorNameOf', () => {
  it('reads errorType, and nothing else', () => {
    expect(functionErrorNameOf('{"errorType":"TaskTimeoutError"}')).toBe('TaskTimeoutError');
    expect(functionErrorNameOf('{"errorType":1}')).toBeUndefined();
    expect(functionErrorNameOf('text')).toBeUndefined();
    expect(functionErrorNameOf(undefined)).toBeUndefined();
  });
});
