import { describe, expect, it } from '@jest/globals';
import { createLineSplitter } from './line-splitter.ts';

function linesOf(...chunks: readonly Buffer[]): string[] {
  const lines: string[] = [];
  const splitter = createLineSplitter((line) => lines.push(line));
  for (const chunk of chunks) splitter.write(chunk);
  splitter.end();
  return lines;
}

describe('createLineSplitter', () => {
  it('joins what chunks cut apart, characters too', () => {
    const bytes = Buffer.from('grün\r\nzwei\n\nrest');

    expect(linesOf(bytes.subarray(0, 3), bytes.subarray(3))).toEqual(['grün', 'zwei', '', 'rest']);
  });

  it('emits nothing for no bytes', () => {
    expect(linesOf(Buffer.alloc(0))).toEqual([]);
  });

  it('cuts a line of more than 256 Ki characters into pieces', () => {
    const lines = linesOf(Buffer.alloc(300_000, 'a'), Buffer.alloc(300_000, 'a'));

    expect(lines.map(({ length }) => length)).toEqual([262_144, 262_144, 75_712]);
  });
});
