import { describe, expect, it } from '@jest/globals';
import { parseCount } from './parse-count.ts';
import { parsePort } from './serving.ts';

describe('parseCount', () => {
  it('reads digits', () => {
    expect(parseCount('--visits', '020000')).toBe(20_000);
  });

  it.each(['', '-1', ' 5', '5 ', '1e3', '0x10', '1.5', '99999999999999999999'])(
    'refuses %j',
    (text) => {
      expect(() => parseCount('--visits', text)).toThrow(
        `--visits "${text}" is not a whole number.`,
      );
    },
  );
});

describe('parsePort', () => {
  it.each([
    ['0', 0],
    ['65535', 65_535],
  ])('reads %s', (text, port) => {
    expect(parsePort(text)).toBe(port);
  });

  it.each(['', '65536', '-1', '80 ', 'http'])('refuses %j', (text) => {
    expect(() => parsePort(text)).toThrow('is not a port');
  });
});
