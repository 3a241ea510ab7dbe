import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '@pipelines/testing';
import { collectRecords, cutEvery, randomText } from '../../test/csv-documents.ts';
import { formatCsvRecord } from './format-csv-record.ts';
import { scanCsvRecords } from './scan-csv-records.ts';

const PIECES = [
  'a',
  'é',
  '😀',
  ' ',
  '\u00a0',
  ',',
  ',',
  '"',
  '"',
  '""',
  '"x",',
  '"y,z",',
  `"${'long '.repeat(12)}`,
  '\n',
  '\r\n',
];

/** The fields, the values and the formatted text of every record of some bytes. */
async function bytesOf(bytes: Uint8Array, chunkSize: number) {
  const reader = scanCsvRecords(cutEvery(bytes, chunkSize));
  const found: { fields: readonly string[]; values: string; formatted: string }[] = [];
  for await (const { fields } of reader) {
    const values = Buffer.from(reader.values()).toString();
    found.push({ fields, values, formatted: Buffer.from(reader.formatted()).toString() });
  }
  return found;
}

describe('scanCsvRecords', () => {
  it.each([
    ['as it stands', 'a,"b,c","d\ne","f""g",é\r\n', 'a,"b,c","d\ne","f""g",é\r\n'],
    ['without quotes that nothing needs', '"a","b c",""\r\n', 'a,b c,\r\n'],
    ['with CRLF at its end', 'a,"b,c"\n', 'a,"b,c"\r\n'],
    ['with quotes where a plain field has one', 'a"b,c\r\n', '"a""b",c\r\n'],
    ['without the blanks behind a quote', '"a,b" \u00a0,c\r\n', '"a,b",c\r\n'],
    ['with a quote in a quoted field doubled', '"a"b,c"\r\n', '"a""b,c"\r\n'],
  ])('formats a record %s', async (_, text, formatted) => {
    expect(await bytesOf(Buffer.from(text), 1_000)).toMatchObject([{ formatted }]);
  });

  it('has values and formatted bytes of the fields it gives, on 1 500 texts and any cut', async () => {
    const random = seededRandom(5);

    for (let round = 0; round < 1_500; round++) {
      const text = randomText(random, PIECES, Math.floor(random() * 30));
      const chunkSize = 1 + Math.floor(random() * 20);

      for (const { fields, values, formatted } of await bytesOf(Buffer.from(text), chunkSize)) {
        expect({ text, values }).toEqual({ text, values: fields.join('\u001f') });
        expect({ text, formatted }).toEqual({ text, formatted: formatCsvRecord(fields) });
      }
    }
  });

  it.each([',', '\r', '\n', '\r\n'])(
    'keeps the quotes around %j and counts lines, however long the field is',
    async (end) => {
      for (let length = 40; length < 60; length++) {
        const text = `"${'a'.repeat(length)}${end}${'b'.repeat(60)}"\r\nlast`;

        const [record] = await bytesOf(Buffer.from(text), 1_000);
        const { records } = await collectRecords(cutEvery(Buffer.from(text), 50), scanCsvRecords);

        expect(record?.formatted).toBe(text.slice(0, -4));
        expect(records[1]).toEqual({ fields: ['last'], number: 1, line: end === ',' ? 2 : 3 });
      }
    },
  );

  it('formats invalid UTF-8 with what replaces it', async () => {
    const [record] = await bytesOf(Buffer.from([0x61, 0xff, 0x2c, 0x62, 0x0d, 0x0a]), 2);

    expect(record).toEqual({
      fields: ['a\ufffd', 'b'],
      values: 'a\ufffd\u001fb',
      formatted: 'a\ufffd,b\r\n',
    });
  });
});
