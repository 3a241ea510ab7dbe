import { describe, expect, it } from '@jest/globals';
import { previousVersion } from './previous-version.ts';

const versions = (...numbers: readonly string[]) => ({
  Versions: ['$LATEST', ...numbers].map((Version) => ({ Version })),
});

describe('previousVersion', () => {
  it.each([
    [versions('1', '2', '10'), '10', '2'],
    [versions('1', '2', '10'), '2', '1'],
    [versions('3', '7'), '7', '3'],
    [versions('1'), '1', undefined],
  ])('of %j before %s is %s', (list, FunctionVersion, expected) => {
    expect(previousVersion(list, { FunctionVersion })).toBe(expected);
  });

  it('refuses an answer of another form', () => {
    expect(() => previousVersion({}, { FunctionVersion: '1' })).toThrow();
  });
});
