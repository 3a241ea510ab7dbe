import { expect, it } from '@jest/globals';
import { statementDeadlineMs } from './statement-deadline.ts';

it.each([
  ['the configured limit', 840_000, 900_000, 840_000],
  ['what Lambda leaves, less its share', 840_000, 300_000, 280_000],
  ['a shorter limit of the operator', 1_000, 900_000, 1_000],
  ['one millisecond, for zero would be no limit', 840_000, 0, 1],
])('allows %s', (_, limitMs, remainingMs, allowedMs) => {
  expect(statementDeadlineMs(limitMs, remainingMs)).toBe(allowedMs);
});
