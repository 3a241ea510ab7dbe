import { describe, expect, it } from '@jest/globals';
import { collectRecords, cutEvery, fieldsOf } from '../../test/csv-documents.ts';
import { readCsvRecords } from './read-csv-records.ts';
import { scanCsvRecords } from './scan-csv-records.ts';

describe.each([
  ['papaparse', readCsvRecords],
  ['the scanner', scanCsvRecords],
])('reading CSV with %s', (_, read) => {
  it.each([
    ['LF', 'a,b\n1,2\n'],
    ['CRLF', 'a,b\r\n1,2\r\n'],
    ['CR', 'a,b\r1,2\r'],
    ['a mixture', 'a,b\r1,2\n'],
    ['nothing at the end', 'a,b\n1,2'],
  ])('ends records at %s', async (_end, text) => {
    expect(await fieldsOf(text, read)).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  });

  it('keeps line ends, commas and doubled quotes inside quotes as they are', async () => {
    expect(await fieldsOf('"x\r\ny\nz\rw","a,b","say ""hi"""\n', read)).toEqual([
      ['x\r\ny\nz\rw', 'a,b', 'say "hi"'],
    ]);
  });

  it('takes a backslash before a quote for data', async () => {
    expect(await fieldsOf('"ends in \\",next\n', read)).toEqual([['ends in \\', 'next']]);
  });

  it('splits no character, whatever the cuts', async () => {
    const text = 'é,“smart”,😀\n"™ ®\u00a0",ß,\ufffd\n';

    for (const size of [1, 2, 3, 5, 7, 1000]) {
      const { records, facts } = await collectRecords(cutEvery(Buffer.from(text), size), read);

      expect(records.map(({ fields }) => fields)).toEqual([
        ['é', '“smart”', '😀'],
        ['™ ®\u00a0', 'ß', '\ufffd'],
      ]);
      expect(facts.invalidUtf8).toBe(0);
    }
  });

  it('replaces and counts bytes that are not UTF-8', async () => {
    const bytes = Buffer.from([0x61, 0xff, 0x2c, 0xc3, 0x0a, 0xe2, 0x80]);

    const { records, facts } = await collectRecords(cutEvery(bytes, 1), read);

    expect(records.map(({ fields }) => fields)).toEqual([['a\ufffd', '\ufffd'], ['\ufffd']]);
    expect(facts.invalidUtf8).toBe(3);
  });

  it('strips a BOM at the start only', async () => {
    expect(await fieldsOf('\ufeffa,\ufeffb\n', read)).toEqual([['a', '\ufeffb']]);
    expect(await fieldsOf('\ufeff"a",b\n', read)).toEqual([['a', 'b']]);
  });

  it('numbers records and physical lines', async () => {
    const text = 'h\n\n"a\r\nb\nc"\r\n\rlast';

    const { records, facts } = await collectRecords(cutEvery(Buffer.from(text), 4), read);

    expect(records).toEqual([
      { fields: ['h'], number: 0, line: 1 },
      { fields: ['a\r\nb\nc'], number: 1, line: 3 },
      { fields: ['last'], number: 2, line: 7 },
    ]);
    expect(facts).toEqual({ invalidUtf8: 0, lineCount: 7, emptyLines: 2, endsInsideQuotes: false });
  });

  it('gives records of any width, for the caller to judge', async () => {
    expect(await fieldsOf('a,b\n1\n1,2,3\n,\n', read)).toEqual([
      ['a', 'b'],
      ['1'],
      ['1', '2', '3'],
      ['', ''],
    ]);
  });

  it('says when the last quote never closes', async () => {
    const { records, facts } = await collectRecords(cutEvery(Buffer.from('a,"b ""c\n'), 3), read);

    expect(records.map(({ fields }) => fields)).toEqual([['a', 'b ""c\n']]);
    expect(facts.endsInsideQuotes).toBe(true);
  });

  it('finds nothing in an empty file', async () => {
    expect(await collectRecords(cutEvery(Buffer.alloc(0), 1), read)).toEqual({
      records: [],
      facts: { invalidUtf8: 0, lineCount: 0, emptyLines: 0, endsInsideQuotes: false },
    });
  });

  it('refuses a record of more than 16 Mi characters', async () => {
    async function* endless() {
      yield Buffer.from('a\n"');
      for (;;) yield Buffer.alloc(4 * 1024 * 1024, 'x');
    }

    await expect(collectRecords(endless(), read)).rejects.toThrow(
      expect.objectContaining({
        name: 'MalformedCsvError',
        message: expect.stringContaining('on line 2'),
      }),
    );
  });

  it('asks for the next chunk only when the records of the last one are used', async () => {
    let asked = 0;
    async function* source() {
      for (;;) {
        asked++;
        yield Buffer.from('x\n');
      }
    }
    const records = read(source())[Symbol.asyncIterator]();

    for (let index = 0; index < 3; index++) await records.next();

    expect(asked).toBe(3);
    await records.return?.();
  });
});
