import { describe, expect, it } from '@jest/globals';
import { isJsonObject } from './json.ts';
import { messageOf, PipelineError } from './pipeline-error.ts';

describe('isJsonObject', () => {
  it.each([
    [{}, true],
    [[], false],
    [null, false],
    ['text', false],
    [undefined, false],
  ])('says of %j: %s', (value, expected) => {
    expect(isJsonObject(value)).toBe(expected);
  });
});

describe('PipelineError', () => {
  it('has a literal name that JSON does not repeat', () => {
    const error = new PipelineError('no');

    expect(error.name).toBe('PipelineError');
    expect(Object.keys(error)).toEqual([]);
  });
});

describe('messageOf', () => {
  it('takes the message of an Error and the text of anything else', () => {
    expect([messageOf(new Error('a')), messageOf('b')]).toEqual(['a', 'b']);
  });
});
