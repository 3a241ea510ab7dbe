import { describe, expect, it } from '@jest/globals';
import { UnexpectedError } from './unexpected-error.ts';

describe('UnexpectedError', () => {
  it('keeps the frames of the original and none of its message', () => {
    const error = new UnexpectedError(new TypeError('first 666-12-3456\nsecond 666-12-3456'));

    expect(error.message).toBe('Unexpected TypeError; the log of this invocation has its trace');
    expect(error.trace).toMatch(/^ {4}at .*unexpected-error\.test\.ts/);
    expect(error.trace).not.toContain('666');
  });

  it.each([
    ['a text', '666-12-3456'],
    ['nothing', undefined],
    ['a name that is a sentence', Object.assign(new Error(), { name: 'row 666-12-3456' })],
  ])('repeats nothing of %s that was thrown', (_, thrown) => {
    const { message } = new UnexpectedError(thrown);

    expect(message).toBe('Unexpected value thrown; the log of this invocation has its trace');
  });

  it('leaves out a code that is a sentence', () => {
    const { message } = new UnexpectedError(Object.assign(new Error(), { code: 'row 666' }));

    expect(message).toBe('Unexpected Error; the log of this invocation has its trace');
  });
});
