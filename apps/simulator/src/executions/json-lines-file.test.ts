import { appendFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { appendLines, readCompleteLines, readFileEnds } from './json-lines-file.ts';

const folder = temporaryFolder();
let count = 0;
const newFile = (): string => path.join(folder, `${count++}.jsonl`);

describe('a file of JSON lines', () => {
  it('gives back what was appended, for its owner alone', () => {
    const file = newFile();

    appendLines(file, [{ n: 1 }, { n: 2 }]);
    appendLines(file, [{ n: 3 }]);

    expect(readCompleteLines(file)).toEqual(['{"n":1}', '{"n":2}', '{"n":3}']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('does not give the line that a crash tore', () => {
    const file = newFile();
    appendLines(file, [{ n: 1 }, { n: 2 }]);
    appendFileSync(file, '{"n":3');

    const ends = readFileEnds(file);

    expect(readCompleteLines(file)).toEqual(['{"n":1}', '{"n":2}']);
    expect(ends).toEqual({ first: ['{"n":1}', '{"n":2}'], last: '{"n":2}', endBytes: 16 });
  });
});

describe('readFileEnds', () => {
  it.each([
    ['', [], undefined],
    ['torn', [], undefined],
    ['one\n', ['one'], 'one'],
    ['one\ntwo\n', ['one', 'two'], 'two'],
    ['one\ntwo\nthree\n', ['one', 'two'], 'three'],
  ])('reads %j', (text, first, last) => {
    const file = newFile();
    writeFileSync(file, text);

    const ends = readFileEnds(file);

    expect(ends).toEqual({ first, last, endBytes: text.lastIndexOf('\n') + 1 });
  });

  it('reads lines that are longer than a piece', () => {
    const file = newFile();
    const [one, two, three] = ['ä'.repeat(90_000), 'b'.repeat(200_000), 'c'.repeat(300_000)];
    writeFileSync(file, `${one}\n${two}\n${three}\ntorn`);

    const ends = readFileEnds(file);

    expect(ends.first).toEqual([one, two]);
    expect(ends.last).toBe(three);
    expect(ends.endBytes).toBe(180_000 + 200_000 + 300_000 + 3);
  });
});
