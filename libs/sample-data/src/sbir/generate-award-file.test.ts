import { describe, expect, it } from '@jest/globals';
import { type AwardColumn, awardColumns } from '@pipelines/contracts';
import { parseCsv } from '../../test/parse-csv.ts';
import { generateAwardFile } from './generate-award-file.ts';

const options = { awards: 4_500, seed: 1, asOf: '2026-11-23' };

const textOf = (overrides: Partial<typeof options> = {}): string =>
  [...generateAwardFile({ ...options, ...overrides }).chunks()].join('');

const text = textOf();
const [header = [], ...records] = parseCsv(text);

const valuesOf = (column: AwardColumn): string[] => {
  const index = awardColumns.indexOf(column);
  return records.map((record) => record[index] ?? '');
};
const shareOf = (values: readonly string[], matches: (value: string) => boolean): number =>
  values.filter(matches).length / values.length;

describe('generateAwardFile', () => {
  it('writes the 42 columns and the number of records that was asked for', () => {
    expect(header).toEqual(awardColumns);
    expect(records).toHaveLength(4_500);
    expect(text.slice(0, 30)).toBe('Company,"Award Title",Agency,B');
  });

  it('gives the same bytes for the same options, and others for another seed', () => {
    expect(textOf({ awards: 300 })).toBe(textOf({ awards: 300 }));
    expect(textOf({ awards: 300, seed: 2 })).not.toBe(textOf({ awards: 300 }));
  });

  it('has the size and the physical lines of the real file', () => {
    const bytesPerRecord = Buffer.byteLength(text) / 4_500;
    const linesPerRecord = text.split('\n').length / 4_500;

    expect(bytesPerRecord).toBeGreaterThan(1_700);
    expect(bytesPerRecord).toBeLessThan(1_900);
    expect(linesPerRecord).toBeGreaterThan(2.3);
    expect(linesPerRecord).toBeLessThan(2.6);
  });

  it('breaks lines inside abstracts with LF and with CRLF, also both in one', () => {
    const abstracts = valuesOf('Abstract');

    expect(shareOf(abstracts, (value) => /[^\r]\n/.test(value))).toBeGreaterThan(0.3);
    expect(shareOf(abstracts, (value) => value.includes('\r\n'))).toBeGreaterThan(0.2);
    expect(
      shareOf(abstracts, (value) => /\r\n/.test(value) && /[^\r]\n/.test(value)),
    ).toBeGreaterThan(0.1);
  });

  it('has one record of another width, and it stays under the limit of 0.1 %', () => {
    expect(
      records.flatMap(({ length }, index) => (length === 42 ? [] : [[index, length]])),
    ).toEqual([[3_900, 43]]);
  });

  it.each([
    ['no-break spaces', /\u00a0/],
    ['typographic quotes', /\u201c/],
    ['doubled quotes', /" quote/],
    ['a backslash before the closing quote’s full stop', /C:\\tmp\\\./],
    ['zero-width spaces', /\u200b/],
    ['replacement characters', /\ufffd/],
    ['double-encoded text', /â€/],
  ])('has %s in abstracts', (_, pattern) => {
    expect(valuesOf('Abstract').some((value) => pattern.test(value))).toBe(true);
  });

  it.each([
    ['Duns', /^\d{9}$/, 0.75],
    ['Duns', /^\d{7,8}$/, 0.0005],
    ['Duns', /^\d{9}\.0$/, 0.01],
    ['Duns', /^\d\d-\d{3}-\d{4}$/, 0.01],
    ['Duns', /^N\/A$/, 0.005],
    ['UEI', /^$/, 0.4],
    ['UEI', /^[A-Z0-9]{12}$/, 0.35],
    ['Zip', /^\d{4}$/, 0.005],
    ['Zip', /^-$/, 0.005],
    ['Zip', /^\d{9}$/, 0.05],
    ['State', /^[A-Z][a-z]+( [A-Za-z]+)*$/, 0.9],
    ['Number Employees', /^1,\d{3}$/, 0.01],
    ['Number Employees', /^approx \d+$/, 0.01],
    ['HUBZone Owned', /^U$/, 0.02],
    ['Proposal Award Date', /^$/, 0.15],
    ['Proposal Award Date', /^\d{4}-\d\d-\d\d$/, 0.65],
    ['Proposal Award Date', /^\d\d\/\d\d\/\d{4}$/, 0.003],
    ['Award Amount', /^\d+\.\d{4}$/, 0.99],
    ['Company', / $/, 0.01],
    ['Topic Code', /^\w+X\d{3}-DPCSO\d$/, 0.03],
  ] as const)('writes %s as %s in more than %d of the records', (column, pattern, share) => {
    expect(shareOf(valuesOf(column), (value) => pattern.test(value))).toBeGreaterThan(share);
  });

  it('repeats one record exactly and revises one', () => {
    const [phaseOf, amountOf] = (['Award Title', 'Award Amount'] as const).map((column) =>
      awardColumns.indexOf(column),
    ) as [number, number];

    expect(records[11]).toEqual(records[10]);
    expect(records[21]?.[phaseOf]).toBe(records[20]?.[phaseOf]);
    expect(records[21]?.[amountOf]).not.toBe(records[20]?.[amountOf]);
  });

  it('follows every fifth award up with the second phase of the one before', () => {
    const phases = valuesOf('Phase');
    const companies = valuesOf('Topic Code');

    expect(phases[4]).toBe('Phase II');
    expect(companies[4]).toBe(companies[3]);
  });

  it('breaks seven rules among the first 600, and passes 95 %', () => {
    const blank = (column: AwardColumn): number[] =>
      valuesOf(column).flatMap((value, index) => (value.trim() === '' ? [index] : []));

    expect(blank('Company')).toEqual([231, 4_231]);
    expect(blank('Agency')).toEqual([531]);
    expect(blank('Award Amount')).toEqual([131, 4_131]);
    expect(valuesOf('Phase')[331]).toBe('Phase IIB');
    expect(valuesOf('Award Year')[431]).toBe('1893');
    expect(valuesOf('Award Amount')[31]).toBe('0.0000');
    expect(valuesOf('Proposal Award Date')[51]).toBe('2027-03-01');
  });

  it('names no real person, address or number', () => {
    expect(valuesOf('Contact Email').every((value) => value.endsWith('.example.com'))).toBe(true);
    expect(valuesOf('PI Phone').every((value) => /-555-01\d\d$/.test(value))).toBe(true);
  });

  it('comes in pieces', () => {
    const sizes = [...generateAwardFile(options).chunks()].map(({ length }) => length);

    expect(sizes.length).toBeGreaterThan(100);
    expect(Math.max(...sizes)).toBeLessThan(80_000);
  });

  it.each([
    [{ awards: 0 }, 'awards must be from 1'],
    [{ awards: 1.5 }, 'awards must be from 1'],
    [{ seed: Number.NaN }, 'seed must be a whole number'],
    [{ asOf: 'soon' }, 'asOf must be an ISO 8601 date'],
  ])('refuses %j', (wrong, message) => {
    expect(() => generateAwardFile({ ...options, ...wrong })).toThrow(message);
  });
});
