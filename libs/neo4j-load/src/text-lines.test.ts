import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '@pipelines/testing';
import { toTextLines } from './text-lines.ts';

/** What a server does with a line. */
const partsOf = (line: string, { separator, absent }: { separator: string; absent: string }) =>
  line.split(separator).map((text) => (text === absent ? undefined : text));

describe('texts as lines', () => {
  it.each([
    ['plain ones', [['a', 'b']]],
    ['an absent one', [['a', undefined, 'b', undefined]]],
    ['an empty one beside an absent one', [['', undefined]]],
    [
      'every separator of ASCII',
      [
        ['\u001f', '\u001e\u001d'],
        ['\u001c', 'x'],
      ],
    ],
    [
      'private characters, too',
      [
        ['\u001f\u001e\u001d\u001c\ue000', '\ue001'],
        ['', undefined],
      ],
    ],
  ])('come apart as they were: %s', (_, lists) => {
    const lines = toTextLines(lists);

    expect(lines.lines.map((line) => partsOf(line, lines))).toEqual(lists);
  });

  it('come apart as they were, whatever they hold', () => {
    const random = seededRandom(11);
    const signs = [
      'a',
      '',
      '\u001f',
      '\u001e',
      '\u001d',
      '\u001c',
      '\ue000',
      '🚀',
      '\n',
      undefined,
    ];
    for (let round = 0; round < 300; round += 1) {
      const text = () => signs[Math.floor(random() * signs.length)];
      const list = () => Array.from({ length: 3 }, () => text());
      const lists = Array.from({ length: 1 + Math.floor(random() * 4) }, list);

      const lines = toTextLines(lists);

      expect(lines.lines.map((line) => partsOf(line, lines))).toEqual(lists);
    }
  });

  it('are refused when no character is left', () => {
    const every = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).join('');

    expect(() => toTextLines([[every]])).toThrow('No character is left to separate values');
  });
});
