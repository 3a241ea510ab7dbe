import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '@pipelines/testing';
import { generateAwardFile, generateCompanyFiles } from '@pipelines/sample-data';
import { randomText } from '../../test/csv-documents.ts';
import { readCsvRecords } from '../csv/read-csv-records.ts';
import { createCatalogueBuilder, type Company } from './company-catalogue.ts';
import { createCompanyMatcher } from './match-company.ts';
import { matchName } from './match-name.ts';
import { createNameBlock, type NameBlock } from './name-block.ts';
import { createTokenizer, tokenSetRatio, type TokenSet } from './token-set-ratio.ts';

const SAMPLE = { awards: 5_000, seed: 11, asOf: '2026-11-23' };

function blockOf(names: readonly string[], tokensOf: (name: string) => TokenSet): NameBlock {
  const companies = names.map((name, index) => ({ index, name, uei: null, duns: null, awards: 0 }));
  return createNameBlock(companies, tokensOf);
}

/** Cells of the named columns, record by record. */
async function columnsOf(file: { chunks(): Iterable<string> }, ...columns: readonly string[]) {
  const rows: string[][] = [];
  let places: number[] | undefined;
  async function* bytes() {
    for (const chunk of file.chunks()) yield Buffer.from(chunk);
  }
  for await (const { fields } of readCsvRecords(bytes())) {
    if (places) rows.push(places.map((place) => fields[place] ?? ''));
    else places = columns.map((column) => fields.indexOf(column));
  }
  return rows;
}

describe('createNameBlock', () => {
  it('passes over no pair that reaches the floor, and ends behind the last', () => {
    const random = seededRandom(5);
    const tokenSetOf = createTokenizer();
    const words = ['ab', 'abc', 'bca', 'cab', 'x', 'inc', 'é', ' ', ' ', ' '];
    const nameOf = (): string => randomText(random, words, 2 + Math.floor(random() * 8));

    for (let round = 0; round < 3_000; round++) {
      const [a, b, floor] = [
        tokenSetOf(`n${nameOf()}`),
        tokenSetOf(`n${nameOf()}`),
        random() * 100,
      ];
      const isContender =
        blockOf([b.tokens.join(' ')], tokenSetOf).nextContender(a, 0, floor) === 0;

      const { score } = tokenSetRatio(a, b);
      expect({ a, b, floor, isMissed: score >= floor && !isContender }).toMatchObject({
        isMissed: false,
      });
      expect(blockOf(['b'], tokenSetOf).nextContender(a, 1, 0)).toBe(-1);
    }
  });

  it('rules out by shared words, by length and by letters', () => {
    const tokenSetOf = createTokenizer();
    const block = blockOf(['acme inc', 'acme tools inc', 'acme x', 'zzzz yyy'], tokenSetOf);
    const name = tokenSetOf('acme tool inc');

    expect(block.nextContender(name, 0, 95)).toBe(0);
    expect(block.nextContender(name, 1, 95)).toBe(1);
    expect(block.nextContender(name, 2, 95)).toBe(-1);
    expect(block.nextContender(tokenSetOf('abcd efg'), 3, 30)).toBe(-1);
  });

  it('rules out no name that has more than 255 of one letter', () => {
    const tokenSetOf = createTokenizer();
    const long = 'a'.repeat(400);

    expect(blockOf([`${long}b`], tokenSetOf).nextContender(tokenSetOf(`${long}c`), 0, 99)).toBe(0);
  });
});

describe('createCompanyMatcher', () => {
  it('finds what comparing with every candidate finds, for 5 000 awards', async () => {
    const builder = createCatalogueBuilder();
    for (const file of generateCompanyFiles(SAMPLE)) {
      const rows = await columnsOf(file, 'Company Name', 'UEI', 'DUNs', 'Number Awards');
      for (const [name = '', uei = '', duns = '', numberAwards = ''] of rows) {
        builder.add({ name, uei, duns, numberAwards });
      }
    }
    const catalogue = builder.build();
    const match = createCompanyMatcher(catalogue, { high: 90, low: 75 });
    const names = new Set((await columnsOf(generateAwardFile(SAMPLE), 'Company')).flat());

    names.delete('');
    for (const name of names) {
      // Without its last letter, so that hardly a name is found by its text alone.
      const given = name.slice(0, -1);
      const slow = slowest(matchName(given), catalogue.candidatesOf(matchName(given)).companies);

      const { company, score } = match({ name: given, uei: '', duns: '' });

      expect({ given, index: company?.index, score }).toEqual({ given, ...slow });
    }
  });

  /** Every pair in full, sorted by the tie rules. */
  function slowest(name: string, companies: readonly Company[]) {
    const tokens = createTokenizer();
    const scored = companies.map((company) => {
      const { score } = tokenSetRatio(tokens(name), tokens(company.name));
      return { company, score, isSame: Number(company.name === name) };
    });
    scored.sort(
      (a, b) =>
        b.score - a.score ||
        b.isSame - a.isSame ||
        b.company.awards - a.company.awards ||
        a.company.index - b.company.index,
    );
    return { index: scored[0]?.company.index, score: Math.trunc(scored[0]?.score ?? 0) };
  }
});
