import { describe, expect, it } from '@jest/globals';
import { drive, START_MS } from '../../test/drive.ts';

const wait = (fields: object) => ({
  StartAt: 'W',
  States: { W: { Type: 'Wait', End: true, ...fields } },
});

describe('a Wait state', () => {
  it.each([
    [{ Seconds: 90 }, 90_000],
    [{ SecondsPath: '$.s' }, 7_000],
    [{ Timestamp: '2025-01-20T15:00:00Z' }, 1_800_000],
    [{ TimestampPath: '$.t' }, 1_000],
  ])('waits as %j says', (fields, delayMs) => {
    const { timers, end, nowMs } = drive(wait(fields), {
      input: { s: 7, t: '2025-01-20T14:30:01Z' },
    });

    expect(timers).toEqual([delayMs]);
    expect(nowMs).toBe(START_MS + delayMs);
    expect(end?.status).toBe('SUCCEEDED');
  });

  it('goes on at once when its time is past', () => {
    const { timers, types } = drive(wait({ Timestamp: '2016-03-14T01:59:00Z' }));

    expect(timers).toEqual([]);
    expect(types.slice(1, 3)).toEqual(['WaitStateEntered', 'WaitStateExited']);
  });

  it('applies InputPath and OutputPath', () => {
    const definition = wait({ Seconds: 1, InputPath: '$.a', OutputPath: '$.b' });

    const { end } = drive(definition, { input: { a: { b: 2 } } });

    expect(end?.output).toBe('2');
  });

  it('waits 24 855 days, and no day longer', () => {
    const longest = drive(wait({ SecondsPath: '$' }), { input: 2_147_483_647 });
    const longer = drive(wait({ SecondsPath: '$' }), { input: 2_147_483_648 });

    expect(longest.timers).toEqual([2_147_483_647_000]);
    expect(longer.end?.cause).toBe(
      "An error occurred while executing the state 'W' (entered at the event id #2). Wait state delay is too long.",
    );
  });

  it.each([
    [{ SecondsPath: '$.no' }, 'The SecondsPath parameter does not reference an input value: $.no'],
    [
      { SecondsPath: '$.minus' },
      'The SecondsPath parameter references a negative value: $.minus == -1',
    ],
    [
      { SecondsPath: '$.half' },
      'The SecondsPath parameter cannot be parsed as a long value: $.half == -1.5',
    ],
    [
      { TimestampPath: '$.no' },
      'The TimestampPath parameter does not reference an input value: $.no',
    ],
    [
      { TimestampPath: '$.day' },
      'The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: $.day == 2025-01-20',
    ],
    [
      { TimestampPath: '$.minus' },
      'The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: $.minus == -1',
    ],
  ])('refuses %j in the words of AWS', (fields, message) => {
    const { types, end } = drive(wait(fields), {
      input: { minus: -1, half: -1.5, day: '2025-01-20' },
    });

    expect(types).toEqual(['ExecutionStarted', 'WaitStateEntered', 'ExecutionFailed']);
    expect(end).toEqual({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: `An error occurred while executing the state 'W' (entered at the event id #2). ${message}`,
    });
  });
});
