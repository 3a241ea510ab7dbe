import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '@pipelines/testing';
import Papa from 'papaparse';
import {
  collect,
  collectRecords,
  cutEvery,
  fieldsOf,
  randomText,
} from '../../test/csv-documents.ts';
import { parseAsReference } from '../../test/reference-csv-parser.ts';
import { decodeUtf8 } from './decode-utf8.ts';
import { readCsvRecords } from './read-csv-records.ts';
import { scanCsvRecords } from './scan-csv-records.ts';

/** Everything that can go wrong, far more often than in a file. */
const HOSTILE = ['a', 'é', '😀', ' ', '\t', ',', ',', '"', '"', '""', '\n', '\r', '\r\n', '\u2028'];
/** Quoted fields that close: what a writer of RFC 4180 makes. */
const LAWFUL = ['a', '7', '"b,c"', '"x\ny"', '"x\r\ny"', '"q""q"', '""', '"é"', '“', '\u00a0'];

const readers = [
  ['papaparse', readCsvRecords],
  ['the scanner', scanCsvRecords],
] as const;

function lawfulText(random: () => number): string {
  const ends = ['\n', '\r\n', '\r'];
  let text = '';
  for (let record = 0; record < 1 + random() * 6; record++) {
    const fields = Array.from({ length: 1 + Math.floor(random() * 4) }, () =>
      randomText(random, LAWFUL, 1),
    );
    text += fields.join(',') + (ends[Math.floor(random() * 3)] ?? '');
  }
  return text;
}

async function* cutAtRandom(bytes: Uint8Array, random: () => number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length;) {
    const size = Math.floor(random() * 12);
    yield bytes.slice(at, at + size);
    at += size;
  }
}

describe.each(readers)('%s', (_, read) => {
  it('equals the reference on 600 hostile texts, byte by byte', async () => {
    const random = seededRandom(20_250_120);

    for (let round = 0; round < 600; round++) {
      const text = randomText(random, HOSTILE, Math.floor(random() * 24));

      const fields = await fieldsOf(text, read);

      expect({ text, fields }).toEqual({ text, fields: parseAsReference(text) });
    }
  });

  it('equals the reference on 600 lawful texts, cut at random', async () => {
    const random = seededRandom(7);

    for (let round = 0; round < 600; round++) {
      const text = lawfulText(random);

      const { records } = await collectRecords(cutAtRandom(Buffer.from(text), random), read);

      const fields = records.map((record) => record.fields);
      expect({ text, fields }).toEqual({ text, fields: parseAsReference(text) });
    }
  });
});

describe('both readers', () => {
  it('see the same records, numbers, lines and facts, whatever the cuts', async () => {
    const random = seededRandom(42);

    for (let round = 0; round < 600; round++) {
      const text = randomText(random, HOSTILE, Math.floor(random() * 40));
      const bytes = Buffer.from(text);

      const whole = await collectRecords(cutEvery(bytes, bytes.length + 1), scanCsvRecords);
      const papa = await collectRecords(cutAtRandom(bytes, random), readCsvRecords);
      const scanned = await collectRecords(cutAtRandom(bytes, random), scanCsvRecords);

      expect({ text, ...papa }).toEqual({ text, ...whole });
      expect({ text, ...scanned }).toEqual({ text, ...whole });
    }
  });

  it('see the same in long quoted fields', async () => {
    const random = seededRandom(77);
    const ends = ['"', '""', '"",', '",', '\n', '\r', '\r\n', ',', 'é', 'b'];
    const pieces = ends.flatMap((end) => ['"', end, `${'a'.repeat(44 + ends.indexOf(end))}${end}`]);

    for (let round = 0; round < 800; round++) {
      const text = `"${randomText(random, pieces, Math.floor(random() * 12))}`;
      const bytes = Buffer.from(text);
      const size = 1 + Math.floor(random() * 90);

      const papa = await collectRecords(cutEvery(bytes, bytes.length), readCsvRecords);
      const scanned = await collectRecords(cutEvery(bytes, size), scanCsvRecords);

      expect({ text, ...scanned }).toEqual({ text, ...papa });
    }
  });

  it('equal papaparse on its own, where a file has one kind of record end', async () => {
    const random = seededRandom(3);

    for (let round = 0; round < 500; round++) {
      const text = `${lawfulText(random).replaceAll(/\r\n?/g, '\n')}end`;
      const { data } = Papa.parse<string[]>(text, {
        delimiter: ',',
        newline: '\n',
        skipEmptyLines: true,
      });

      expect(await fieldsOf(text, scanCsvRecords)).toEqual(data);
    }
  });
});

describe('decodeUtf8', () => {
  it('equals TextDecoder on 1 500 arrays of broken characters, whatever the cuts', async () => {
    const random = seededRandom(11);
    const bytesOf = [0x41, 0x80, 0xbf, 0xa0, 0xc3, 0xc0, 0xe2, 0xed, 0xef, 0xbb, 0xbd, 0xf0, 0xff];

    for (let round = 0; round < 1_500; round++) {
      const bytes = Uint8Array.from(
        { length: Math.floor(random() * 12) },
        () => bytesOf[Math.floor(random() * bytesOf.length)] ?? 0,
      );

      const texts = await collect(decodeUtf8(cutAtRandom(bytes, random), { invalidUtf8: 0 }));

      expect({ bytes, text: texts.join('') }).toEqual({
        bytes,
        text: new TextDecoder().decode(bytes),
      });
    }
  });
});
