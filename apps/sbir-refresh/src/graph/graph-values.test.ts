import { hash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { cellsOf, cleanAward } from '../../test/awards.ts';
import { awardRows, createDunsBridge, researcherId } from './award-rows.ts';
import { normalizeCompanyName } from './company-name.ts';
import { detectFollowOns, type FollowOnAward } from './detect-follow-ons.ts';

describe('normalizeCompanyName', () => {
  it.each([
    ['Acme Technologies, Inc.', 'acme tech'],
    ['ABC Systems & Solutions LLC', 'abc sys sol'],
    ['Physical Sciences Inc.', 'physical sciences'],
    ['Johns & Sons', 'johns sons'],
    ['Quantum   Wave International', 'quantum wave intl'],
    ['Café Systèmes', 'café systèmes'],
    ['PC Photonics', 'pc photonics'],
    ['Co-Op Research Corporation', 'co op rsch'],
    ['A.B.C. Company, L.L.C.', 'abc'],
    ['The Company', 'the'],
    ['Co', 'co'],
    ['Company, Inc.', 'company inc'],
    ['Plan B Labs', 'plan b labs'],
    ['...', ''],
  ])('makes %j %j', (name, normalized) => {
    expect(normalizeCompanyName(name)).toBe(normalized);
  });
});

describe('detectFollowOns', () => {
  const award = (award_key: string, fields: Partial<FollowOnAward>): FollowOnAward => ({
    award_key,
    company_id: 'U1',
    phase: 'I',
    agency: 'DOE',
    program: 'SBIR',
    award_date: '2020-01-01',
    topic_code: 'T1',
    principal_investigator: 'Pat',
    ...fields,
  });
  const second = { phase: 'II', award_date: '2022-01-01' } as const;
  const none = { topic_code: null, principal_investigator: null };
  const pairs = (...awards: readonly FollowOnAward[]) =>
    detectFollowOns(awards).map((found) => `${found.from_award_key}>${found.to_award_key}`);

  it('finds phase II after phase I, with everything in common', () => {
    const awards = [award('b', { ...second, principal_investigator: 'PAT' }), award('a', {})];

    expect(detectFollowOns(awards)).toEqual([
      {
        from_award_key: 'a',
        to_award_key: 'b',
        phase_progression: 'I_to_II',
        confidence: 1,
        same_topic: true,
        same_pi: true,
        years_between: 2,
      },
    ]);
  });

  it.each([
    ['no topic and no investigator', none, second, 0.6, 2],
    ['a gap under one year', none, { ...second, award_date: '2020-06-01' }, 0.5, 0.42],
    ['a gap over four years', none, { ...second, award_date: '2024-06-01' }, 0.5, 4.42],
    ['another topic', {}, { ...second, topic_code: 'T2' }, 0.8, 2],
    ['another investigator', {}, { ...second, principal_investigator: 'Lee' }, 0.9, 2],
    ['an unknown date', none, { ...second, award_date: null }, undefined, undefined],
    ['an unknown first date', { ...none, award_date: null }, second, 0.5, undefined],
  ])('is as sure as it can be with %s', (_, first, next, confidence, years) => {
    const [found] = detectFollowOns([award('a', first), award('b', next)]);

    expect([found?.confidence, found?.years_between]).toEqual([confidence, years]);
  });

  it('finds II to III and chains, and only the first that follows', () => {
    expect(
      pairs(
        award('1', {}),
        award('2', second),
        award('2b', { phase: 'II', award_date: '2022-06-01' }),
        award('3', { phase: 'III', award_date: '2024-01-01' }),
      ),
    ).toEqual(['1>2', '2>3', '2b>3']);
  });

  it.each([
    ['nothing', []],
    ['one award', [award('a', {})]],
    ['another company', [award('a', {}), award('b', { ...second, company_id: 'U2' })]],
    ['another agency', [award('a', {}), award('b', { ...second, agency: 'NSF' })]],
    ['another program', [award('a', {}), award('b', { ...second, program: 'STTR' })]],
    ['the wrong order', [award('a', { award_date: '2023-01-01' }), award('b', second)]],
    ['the same day', [award('a', {}), award('b', { phase: 'II' })]],
    ['a skipped phase', [award('a', {}), award('b', { ...second, phase: 'III' })]],
    ['no phase', [award('a', { phase: null }), award('b', second)]],
  ])('finds none for %s', (_, awards) => {
    expect(pairs(...awards)).toEqual([]);
  });
});

describe('awardRows', () => {
  const options = { includePersonal: false, ueiOfDuns: () => undefined };
  const values = {
    ...cleanAward,
    'PI Name': ' Pat Lee ',
    'PI Title': 'Chief',
    'RI Name': ' MIT ',
    'RI POC Name': 'Dr. Poc',
    'RI POC Phone': '617-555-0103',
    City: 'Arlington',
    Abstract: 'Text',
  };

  it('gives the nodes of an award', () => {
    const rows = awardRows(cellsOf(values), options);

    expect(rows.award).toMatchObject({
      award_key: 'cc3d4e5a75da863863ceaff2',
      award_amount: 150_000,
      award_amount_cents: 15_000_000,
      award_date: '2024-03-15',
      award_date_inferred: false,
      phase: 'I',
      abstract: 'Text',
      topic_code: null,
      company_uei: 'ABC123DEF456',
      principal_investigator: 'Pat Lee',
      research_institution: 'MIT',
    });
    expect(rows.company).toEqual({
      company_id: 'ABC123DEF456',
      id_type: 'uei',
      name: 'Acme Sensors, Inc.',
      normalized_name: 'acme sensors',
      uei: 'ABC123DEF456',
      duns: '123456789',
      city: 'Arlington',
      state: 'VA',
      zip: '22201',
    });
    expect(rows.institution).toEqual({ name: 'MIT' });
  });

  it('holds no address, title or telephone unless asked to', () => {
    const plain = JSON.stringify(awardRows(cellsOf(values), options));
    const personal = awardRows(cellsOf(values), { ...options, includePersonal: true });

    expect(plain).not.toMatch(/@|555|Chief|Dr\. Poc/);
    expect(personal.researcher).toMatchObject({
      email: 'pat@example.com',
      title: 'Chief',
      phone: '(703) 555-0102',
    });
    expect(personal.institution).toEqual({
      name: 'MIT',
      poc_name: 'Dr. Poc',
      poc_phone: '617-555-0103',
    });
    expect(personal.researcher?.researcher_id).toBe(
      awardRows(cellsOf(values), options).researcher?.researcher_id,
    );
  });

  it('knows a company by UEI, else by DUNS, else by name, else not at all', () => {
    const idOf = (
      fields: object,
      ueiOfDuns = (duns: string): string | undefined => (duns === '' ? 'none' : undefined),
    ) =>
      awardRows(cellsOf({ ...values, UEI: '', ...fields }), { ...options, ueiOfDuns }).company
        ?.company_id;

    expect(idOf({ UEI: 'abc123def456' })).toBe('ABC123DEF456');
    expect(idOf({ UEI: 'short' })).toBe('DUNS:123456789');
    expect(idOf({ Duns: 'N/A' })).toBe('NAME:acme sensors');
    expect(idOf({ Duns: '', Company: '...' })).toBeUndefined();
    expect(idOf({}, () => 'UEI000000001')).toBe('UEI000000001');
  });

  it('has no researcher and no institution where none is named', () => {
    const rows = awardRows(cellsOf({ ...values, 'PI Name': '', 'RI Name': 'nan' }), options);

    expect([rows.researcher, rows.institution]).toEqual([undefined, undefined]);
  });
});

describe('researcherId', () => {
  it('is a hash of name and address, trimmed and in lower case', () => {
    const id = `pi-${hash('sha256', 'pat lee|pat@example.com').slice(0, 24)}`;

    expect(researcherId(' Pat Lee ', ' PAT@example.com ')).toBe(id);
    expect(researcherId('Pat Lee', null)).toBe(`pi-${hash('sha256', 'pat lee|').slice(0, 24)}`);
  });
});

describe('createDunsBridge', () => {
  it('leads from a DUNS number to its only UEI', () => {
    const bridge = createDunsBridge();

    for (const [UEI, Duns] of [
      ['AAAAAAAAAAA1', '111111111'],
      ['aaaaaaaaaaa1', '111-111-111'],
      ['BBBBBBBBBBB1', '222222222'],
      ['BBBBBBBBBBB2', '222222222'],
      ['BBBBBBBBBBB1', '222222222'],
      ['', '333333333'],
    ] as const) {
      bridge.add(cellsOf({ UEI, Duns }));
    }

    expect(['111111111', '222222222', '333333333'].map(bridge.ueiOfDuns)).toEqual([
      'AAAAAAAAAAA1',
      undefined,
      undefined,
    ]);
  });
});
