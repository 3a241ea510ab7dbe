import { describe, expect, it } from '@jest/globals';
import { bindPlaceholders, listPlaceholders } from './bind-placeholders.ts';

const definition = {
  Download: { Resource: '${download-csv.arn}', ResultPath: null, TimeoutSeconds: 60 },
  Both: {
    End: true,
    Branches: [{ Resource: '${download-csv.arn}' }, { Resource: '${reset.arn}' }],
  },
};

describe('bindPlaceholders', () => {
  it('fills every occurrence at any depth and keeps everything else', () => {
    const bound = bindPlaceholders(definition, {
      'download-csv.arn': 'arn:a',
      'reset.arn': 'arn:b',
    });

    expect(bound).toEqual({
      Download: { Resource: 'arn:a', ResultPath: null, TimeoutSeconds: 60 },
      Both: { End: true, Branches: [{ Resource: 'arn:a' }, { Resource: 'arn:b' }] },
    });
  });

  it('leaves its input unchanged', () => {
    const before = structuredClone(definition);

    bindPlaceholders(definition, { 'download-csv.arn': 'x', 'reset.arn': 'y' });

    expect(definition).toEqual(before);
  });

  it.each([
    ['missing', { 'download-csv.arn': 'x' }, { missing: ['reset.arn'], unused: [] }],
    [
      'unused',
      { 'download-csv.arn': 'x', 'reset.arn': 'y', old: 'z' },
      { missing: [], unused: ['old'] },
    ],
  ])('refuses when a value is %s', (_, bindings, names) => {
    expect(() => bindPlaceholders(definition, bindings)).toThrow(
      expect.objectContaining({ name: 'PlaceholderMismatchError', ...names }),
    );
  });

  it('takes no value from Object.prototype', () => {
    expect(() => bindPlaceholders('${toString}', {})).toThrow('without a value: [toString]');
  });

  it('inserts a value as is, even one that looks like a placeholder', () => {
    expect(bindPlaceholders(['${a}', '${b}'], { a: '${b}', b: 'x' })).toEqual(['${b}', 'x']);
  });
});

describe('listPlaceholders', () => {
  it('lists each name once, in file order', () => {
    expect(listPlaceholders(definition)).toEqual(['download-csv.arn', 'reset.arn']);
  });

  it('ignores CDK tokens', () => {
    expect(listPlaceholders('${Token[TOKEN.7]}')).toEqual([]);
  });
});
