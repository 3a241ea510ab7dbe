import { describe, expect, it } from '@jest/globals';
import { failureOf, failureOfHandler } from './failure.ts';

describe('failureOf', () => {
  it('drops the trace first, then what is too long of the message', () => {
    const line = 'x'.repeat(400);

    const long = failureOf('E', 'message', Array<string>(100).fill(line));
    const longer = failureOf('E', '"'.repeat(40_000), []);

    expect(JSON.parse(long.cause)).toEqual({ errorType: 'E', errorMessage: 'message', trace: [] });
    expect(longer.cause.length).toBeLessThanOrEqual(32_768);
    expect(JSON.parse(longer.cause)).toMatchObject({ errorMessage: '"'.repeat(4_000) });
  });

  it('cuts a name where Step Functions would refuse it', () => {
    expect(failureOf('N'.repeat(300), '', []).error).toHaveLength(256);
  });

  it('repeats nothing of a value that is no Error', () => {
    expect(failureOfHandler('row 7').cause).not.toContain('row 7');
  });
});
