import { expect, it } from '@jest/globals';
import { decodeVlq, encodeVlq } from './vlq.ts';

it.each([
  ['A', [0]],
  ['D', [-1]],
  ['gB', [16]],
  ['AAgBC', [0, 0, 16, 1]],
  ['6B', [29]],
  ['qxmvrH', [123_456_789]],
  ['rxmvrH', [-123_456_789]],
])('%s is %j, both ways', (text, numbers) => {
  expect(decodeVlq(text)).toEqual(numbers);
  expect(encodeVlq(numbers)).toBe(text);
});
