import { describe, expect, it } from '@jest/globals';
import { formatTimestamp } from './format-timestamp.ts';
import { parseTimestamp } from './parse-timestamp.ts';

describe('parseTimestamp', () => {
  it.each([
    ['1970-01-01T00:00:00Z', 0],
    ['2025-01-20T14:30:00Z', 1_737_383_400_000],
    ['2025-01-20T14:30Z', 1_737_383_400_000],
    ['2025-01-20T14:30:00.5Z', 1_737_383_400_500],
    ['2025-01-20T14:30:00.123999999Z', 1_737_383_400_123],
    ['2025-01-20T16:30:00+02:00', 1_737_383_400_000],
    ['2025-01-20T09:00:00-05:30', 1_737_383_400_000],
    ['2025-01-20t14:30:00z', 1_737_383_400_000],
    ['2000-02-29T00:00:00Z', 951_782_400_000],
    ['1969-12-31T23:59:59.999Z', -1],
    ['0001-01-01T00:00:00Z', -62_135_596_800_000],
    ['9999-12-31T23:59:59.999Z', 253_402_300_799_999],
  ])('reads %s', (text, timeMs) => {
    expect(parseTimestamp(text)).toBe(timeMs);
  });

  it.each([
    '2025-01-20 14:30:00Z',
    '2025-01-20T14:30:00',
    '2025-01-20',
    '2025-13-01T00:00:00Z',
    '2025-00-01T00:00:00Z',
    '2025-04-31T00:00:00Z',
    '2025-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2025-01-00T00:00:00Z',
    '2025-01-20T24:00:00Z',
    '2025-01-20T23:60:00Z',
    '2025-01-20T23:59:60Z',
    '2025-01-20T14:30:00.Z',
    '2025-01-20T14:30:00+2:00',
    '2025-01-20T14:30:00+19:00',
    '2025-01-20T14:30:00+02:60',
    '05-12-2016T21:29:29Z',
    ' 2025-01-20T14:30:00Z',
    '',
  ])('refuses %j', (text) => {
    expect(parseTimestamp(text)).toBeUndefined();
  });
});

describe('formatTimestamp', () => {
  it.each([
    [0, '1970-01-01T00:00:00.000Z'],
    [1_737_383_400_000, '2025-01-20T14:30:00.000Z'],
    [951_782_399_007, '2000-02-28T23:59:59.007Z'],
    [951_782_400_000, '2000-02-29T00:00:00.000Z'],
    [-1, '1969-12-31T23:59:59.999Z'],
    [-62_135_596_800_000, '0001-01-01T00:00:00.000Z'],
  ])('writes %d', (timeMs, text) => {
    expect(formatTimestamp(timeMs)).toBe(text);
  });

  it('agrees with the calendar of the platform over nine centuries', () => {
    const times = Array.from(
      { length: 2_000 },
      (_, step) => -12_000_000_000_000 + step * 14_258_765_431,
    );

    expect(times.map(formatTimestamp)).toEqual(times.map((time) => new Date(time).toISOString()));
    expect(times.map((time) => parseTimestamp(formatTimestamp(time)))).toEqual(times);
  });
});
