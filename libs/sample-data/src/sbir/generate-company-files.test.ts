import { describe, expect, it } from '@jest/globals';
import { awardColumns, companyColumns } from '@pipelines/contracts';
import { parseCsv } from '../../test/parse-csv.ts';
import { generateAwardFile } from './generate-award-file.ts';
import { generateCompanyFiles } from './generate-company-files.ts';

const options = { awards: 3_000, seed: 7, asOf: '2026-11-23' };
const files = generateCompanyFiles(options).map((file) => ({
  name: file.name,
  records: file.records,
  rows: parseCsv([...file.chunks()].join('')),
}));

describe('generateCompanyFiles', () => {
  it('makes the nine exports with their 14 columns', () => {
    expect(files.map(({ name }) => name)).toContain('nasa-company_search_1763000004.csv');
    expect(files).toHaveLength(9);
    expect(files.map(({ rows }) => rows[0])).toEqual(files.map(() => companyColumns));
    expect(files.map(({ rows }) => rows.length - 1)).toEqual(files.map(({ records }) => records));
  });

  it('lists firms in more than one file, and not all firms', () => {
    const names = files.flatMap(({ rows }) => rows.slice(1).map(([name]) => name));
    const distinct = new Set(names).size;

    expect(names.length).toBeGreaterThan(distinct * 1.15);
    // 3000 awards have 469 firms.
    expect(distinct).toBeGreaterThan(330);
    expect(distinct).toBeLessThan(420);
  });

  it('knows most of the identifiers of the award file of the same options', () => {
    const [, ...awards] = parseCsv([...generateAwardFile(options).chunks()].join(''));
    const uei = awardColumns.indexOf('UEI');
    const listed = new Set(files.flatMap(({ rows }) => rows.map((row) => row[1])));

    const used = new Set(awards.map((award) => award[uei]).filter(Boolean));
    const known = [...used].filter((value) => listed.has(value));

    expect(known.length / used.size).toBeGreaterThan(0.65);
    expect(known.length).toBeLessThan(used.size);
  });

  it('gives no two firms the same identifier', () => {
    const firms = new Map(files.flatMap(({ rows }) => rows.slice(1).map((row) => [row[0], row])));
    const ids = [...firms.values()].map((row) => row[1]).filter(Boolean);

    expect(new Set(ids).size).toBe(ids.length);
  });
});
