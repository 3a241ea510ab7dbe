import { describe, expect, it } from '@jest/globals';
import { createCatalogueBuilder } from './company-catalogue.ts';
import { createCompanyMatcher } from './match-company.ts';

type Row = readonly [name: string, uei?: string, duns?: string, awards?: string];

function catalogueOf(...rows: readonly Row[]) {
  const builder = createCatalogueBuilder();
  for (const [name, uei = '', duns = '', numberAwards = ''] of rows) {
    builder.add({ name, uei, duns, numberAwards });
  }
  return builder.build();
}

function match(award: Row, ...rows: readonly Row[]) {
  const [name, uei = '', duns = ''] = award;
  const found = createCompanyMatcher(catalogueOf(...rows), { high: 90, low: 75 })({
    name,
    uei,
    duns,
  });
  return [found.method, found.score, found.company?.index];
}

describe('createCompanyMatcher', () => {
  it('matches by UEI first, in any case', () => {
    expect(match(['Z', ' abc ', '111111111'], ['Z'], ['X', '', '111111111'], ['Y', 'ABC'])).toEqual(
      ['uei-exact', 100, 2],
    );
  });

  it('matches by the digits of the DUNS when no UEI matches', () => {
    expect(match(['Z', 'NEW', '222-222-222'], ['Z'], ['X', 'OLD', '222222222'])).toEqual([
      'duns-exact',
      100,
      1,
    ]);
  });

  it.each([
    ['Acme Innovations, Inc', 'Acme Innovations Incorporated', 'fuzzy-auto', 100],
    ['Blue River Analysis', 'Blue River Analytics', 'fuzzy-auto', 92],
    ['Aptina Inc', 'Aptima Inc', 'fuzzy-auto', 90],
    ['Quantum Computing Corp', 'Quantum Computing Corporation', 'fuzzy-candidate', 87],
    ['Creare LLC', 'Creare Inc', 'fuzzy-candidate', 80],
    ['Nova Systems', 'Nova Therapeutics', 'fuzzy-low', 55],
    ['Nova', 'Nova Therapeutics', 'fuzzy-candidate', 100],
    ['Techtron Devices', 'Techtron Devices LLC', 'fuzzy-auto', 100],
  ])('compares %j with %j: %s, %d', (award, company, method, score) => {
    expect(match([award], [company])).toEqual([method, score, 0]);
  });

  it.each(['', ' nan ', '...'])('leaves an award without a name unmatched: %j', (name) => {
    expect(match([name, 'ABC'], ['Acme'])).toEqual(['unmatched', null, undefined]);
  });

  it('compares a name once, whatever the awards that have it', () => {
    const find = createCompanyMatcher(catalogueOf(['Acme Tools']), { high: 90, low: 75 });

    const first = find({ name: 'Acme Tool', uei: 'A', duns: '' });

    expect(first).toMatchObject({ method: 'fuzzy-auto', score: 94 });
    expect(find({ name: 'ACME TOOL.', uei: 'B', duns: '' })).toBe(first);
  });

  it('leaves every award unmatched without companies', () => {
    expect(match(['Acme'])).toEqual(['unmatched', null, undefined]);
  });

  it('breaks ties by the same text, then by more awards, then by the order of the file', () => {
    expect(
      match(['Acme Inc'], ['Acme Inc West', '', '', '9'], ['Inc Acme', '', '', '9'], ['Acme Inc']),
    ).toEqual(['fuzzy-auto', 100, 2]);
    expect(
      match(
        ['Acme Inc'],
        ['Acme Inc A'],
        ['Acme Inc B', '', '', '1,000'],
        ['Acme Inc C', '', '', '7'],
      ),
    ).toEqual(['fuzzy-auto', 100, 1]);
    expect(match(['Acme Inc'], ['Acme Inc A', '', '', '2'], ['Acme Inc B', '', '', '2'])).toEqual([
      'fuzzy-auto',
      100,
      0,
    ]);
  });

  it('compares with the same first two characters, else the same first word, else all', () => {
    expect(match(['Acme Tools'], ['Zacme Tools'], ['Acorn'])).toEqual(['fuzzy-low', 40, 1]);
    expect(match(['A Tools'], ['Able'], ['B Tools'])).toEqual(['fuzzy-low', 36, 0]);
    expect(match(['Xenon Tools'], ['Able'], ['Senon Tools'])).toEqual(['fuzzy-auto', 90, 1]);
  });
});

describe('createCatalogueBuilder', () => {
  it('keeps a company once, by UEI, else by DUNS, else by name', () => {
    const catalogue = catalogueOf(
      ['Acme', 'U1', '111111111'],
      ['Acme West', 'u1', '222222222'],
      ['Beta', '', '111-111-111'],
      ['Gamma Co'],
      ['GAMMA, Company'],
      ['Acme', 'U2'],
      ['', '', 'N/A'],
    );

    expect(catalogue.size).toBe(3);
  });
});
