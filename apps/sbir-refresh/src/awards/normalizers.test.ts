import { describe, expect, it } from '@jest/globals';
import { normalizeDate } from './normalize-date.ts';
import { normalizeEmail, normalizeFlag, normalizeZip } from './normalize-fields.ts';
import { normalizeDuns, normalizeUei } from './normalize-identifiers.ts';
import {
  normalizeAmountCents,
  normalizeEmployees,
  parseCents,
  parseYear,
} from './normalize-numbers.ts';
import { normalizePhase, normalizeProgram } from './normalize-program.ts';
import { createTextPool, detachText, textOf } from './null-text.ts';
import { normalizeState } from './state-codes.ts';

describe('textOf', () => {
  it.each(['', ' ', '\u00a0 ', 'nan', 'NaT', 'None', 'NULL', '<NA>', String.raw`\N`, ' null '])(
    'takes %j for nothing',
    (cell) => {
      expect(textOf(cell)).toBeNull();
    },
  );

  it.each([
    [' Acme\u00a0Inc ', 'Acme\u00a0Inc'],
    ['N/A', 'N/A'],
    ['Nano', 'Nano'],
    ['nulls', 'nulls'],
  ])('trims %j and keeps what is inside', (cell, text) => {
    expect(textOf(cell)).toBe(text);
  });
});

describe('createTextPool', () => {
  it('gives each text as it is', () => {
    const keep = createTextPool();

    expect(['Ohio', '', '“Café” 😀', 'Ohio'].map(keep)).toEqual(['Ohio', '', '“Café” 😀', 'Ohio']);
  });
});

describe('detachText', () => {
  it('gives the same text', () => {
    expect(detachText('“Café” 😀')).toBe('“Café” 😀');
  });
});

describe('normalizeUei', () => {
  it.each([
    ['ABC123DEF456', 'ABC123DEF456'],
    ['abc-123 def.456', 'ABC123DEF456'],
    ['ABC123DEF45', null],
    ['ABC123DEF4567', null],
    [null, null],
  ])('makes %j %j', (text, uei) => {
    expect(normalizeUei(text)).toBe(uei);
  });
});

describe('normalizeDuns', () => {
  it.each([
    ['123456789', '123456789'],
    ['222-222-222', '222222222'],
    ['123456789.0', '123456789'],
    ['1234567', '001234567'],
    ['12345678.0', '012345678'],
    ['123456', null],
    ['1234567890', null],
    ['N/A', null],
    [null, null],
  ])('makes %j %j', (text, duns) => {
    expect(normalizeDuns(text)).toBe(duns);
  });
});

describe('normalizePhase', () => {
  it.each([
    ['Phase I', 'I', false],
    ['PHASE ii', 'II', false],
    ['Phase III', 'III', false],
    ['2', 'II', false],
    ['Phase 1', 'I', false],
    ['3', 'III', false],
    ['I ', 'I', false],
    ['IV', 'III', true],
    ['phase 4', 'III', true],
    ['Phase IIB', null, false],
    ['toString', null, false],
    [null, null, false],
  ])('makes %j %j', (text, phase, isCoerced) => {
    expect(normalizePhase(text)).toEqual({ phase, isCoerced });
  });
});

describe('normalizeProgram', () => {
  it.each([
    ['sbir', 'SBIR'],
    ['STTR Phase I', 'STTR'],
    ['STTR/SBIR', 'SBIR'],
    ['SBR', null],
    [null, null],
  ])('makes %j %j', (text, program) => {
    expect(normalizeProgram(text)).toBe(program);
  });
});

describe('amounts', () => {
  it.each([
    ['150000.0000', 15_000_000],
    ['$1,234.56', 123_456],
    ['1 000', 100_000],
    ['.5', 50],
    ['7.', 700],
    ['0.005', 1],
    ['0.0049', 0],
    ['1.995', 200],
    ['-3.10', -310],
    ['9999999999999.99', 999_999_999_999_999],
    ['99999999999999', null],
    ['12a', null],
    ['1e5', null],
    ['.', null],
    ['$', null],
    ['1.2.3', null],
    [null, null],
  ])('read %j as %j cents', (text, cents) => {
    expect(parseCents(text)).toBe(cents);
  });

  it('are null where they are negative', () => {
    expect(normalizeAmountCents('-0.01')).toBeNull();
    expect(normalizeAmountCents('0')).toBe(0);
  });
});

describe('parseYear', () => {
  it.each([
    ['2023', 2023],
    ['2023.0', 2023],
    ['2023.5', null],
    ['23', null],
    ['20233', null],
    ['{{AWARD_YEAR}}', null],
    [null, null],
  ])('reads %j as %j', (text, year) => {
    expect(parseYear(text)).toBe(year);
  });
});

describe('normalizeEmployees', () => {
  it.each([
    ['25', 25],
    ['25.0', 25],
    ['24.6', 25],
    ['1,234', 1234],
    ['-3', null],
    ['approx 500', 500],
    ['none known', null],
    [null, null],
  ])('reads %j as %j', (text, employees) => {
    expect(normalizeEmployees(text)).toBe(employees);
  });
});

describe('normalizeDate', () => {
  it.each([
    ['2023-03-15', '2023-03-15'],
    ['2023-3-5', '2023-03-05'],
    ['2023-03-15 23:59:59', '2023-03-15'],
    ['2023/03/15 00:00:00', '2023-03-15'],
    ['03/15/2023', '2023-03-15'],
    ['2023/03/15', '2023-03-15'],
    ['03-15-2023', '2023-03-15'],
    ['June 15, 2018', '2018-06-15'],
    ['Jun 5, 2018', '2018-06-05'],
    ['may 1, 2018', '2018-05-01'],
    ['2024-02-29', '2024-02-29'],
    ['2000-02-29', '2000-02-29'],
  ])('reads %j as %j', (text, date) => {
    expect(normalizeDate(text)).toBe(date);
  });

  it.each([
    '2023-02-29',
    '1900-02-29',
    '2023-04-31',
    '2023-13-01',
    '2023-00-10',
    '0000-01-01',
    '15/03/2023',
    '2023-03/15',
    '2023-03-15T00:00:00',
    '2023-03-15 24:00:00',
    'Juny 15, 2018',
    'Ju 15, 2018',
    '{{AWARD_DATE_1}}',
    null,
  ])('does not read %j', (text) => {
    expect(normalizeDate(text)).toBeNull();
  });
});

describe('normalizeState', () => {
  it.each([
    ['Virginia', 'VA'],
    ['WEST  VIRGINIA', 'WV'],
    ['va', 'VA'],
    ['Calif', 'CA'],
    ['D.C.', 'DC'],
    ['Washington DC', 'DC'],
    ['Washington', 'WA'],
    ['N.Y.', 'NY'],
    ['Northern Mariana Islands', 'MP'],
    ['Virgin Islands', 'VI'],
    ['PR', 'PR'],
    ['ZZ', null],
    ['Ontario', null],
    [null, null],
  ])('makes %j %j', (text, code) => {
    expect(normalizeState(text)).toBe(code);
  });
});

describe('normalizeZip', () => {
  it.each([
    ['02110', '02110'],
    ['2110', '02110'],
    ['22201-1234', '222011234'],
    ['222011234', '222011234'],
    ['-', null],
    ['123', null],
    ['123456', null],
    [null, null],
  ])('makes %j %j', (text, zip) => {
    expect(normalizeZip(text)).toBe(zip);
  });
});

describe('normalizeFlag', () => {
  it.each([
    [true, ['Y', 'yes', 'TRUE', '1', 't', 'On']],
    [false, ['N', 'no', 'FALSE', '0', 'f', 'Off']],
    [null, ['U', 'maybe', 'yesterday', null]],
  ])('is %s', (flag, texts) => {
    expect(texts.map((text) => normalizeFlag(text))).toEqual(texts.map(() => flag));
  });
});

describe('normalizeEmail', () => {
  it('trims and lowers', () => {
    expect(normalizeEmail(' Jo@Example.COM ')).toBe('jo@example.com');
    expect(normalizeEmail(null)).toBeNull();
  });
});
