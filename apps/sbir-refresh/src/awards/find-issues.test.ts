import { describe, expect, it } from '@jest/globals';
import { cellsOf, cleanAward, type AwardValues } from '../../test/awards.ts';
import { fieldCountIssue, findIssues } from './find-issues.ts';
import { ruleCatalog } from './rule-catalog.ts';

const place = { row_index: 4, line: 12 };
const settings = { runYear: 2025, allowZeroAmount: false };

const brokenBy = (values: AwardValues, options = settings) =>
  findIssues(cellsOf({ ...cleanAward, ...values }), place, options).map(
    ({ severity, rule, field }) => `${severity} ${rule} ${field}`,
  );

// prettier-ignore
const broken: readonly (readonly [string, AwardValues])[] = [
  ['ERROR REQUIRED Company', { Company: ' \u00a0' }],
  ['ERROR REQUIRED Award Title', { 'Award Title': 'nan' }],
  ['ERROR REQUIRED Agency', { Agency: '' }],
  ['ERROR PHASE_REQUIRED Phase', { Phase: '' }],
  ['ERROR PHASE_INVALID Phase', { Phase: 'Phase IIB' }],
  ['WARNING PHASE_COERCED Phase', { Phase: 'Phase IV' }],
  ['ERROR PROGRAM_REQUIRED Program', { Program: '' }],
  ['ERROR YEAR_REQUIRED Award Year', { 'Award Year': '' }],
  ['ERROR YEAR_RANGE Award Year', { 'Award Year': '1982', 'Proposal Award Date': '' }],
  ['ERROR YEAR_RANGE Award Year', { 'Award Year': '2027', 'Proposal Award Date': '' }],
  ['ERROR YEAR_RANGE Award Year', { 'Award Year': '2023.5' }],
  ['WARNING YEAR_DATE_MISMATCH Award Year', { 'Award Year': '2025' }],
  ['WARNING YEAR_DATE_MISMATCH Award Year', { 'Award Year': '2025', 'Proposal Award Date': '2024-09-30' }],
  ['WARNING YEAR_DATE_MISMATCH Award Year', { 'Award Year': '2023', 'Proposal Award Date': '2024-10-01' }],
  ['WARNING SOLICITATION_YEAR_RANGE Solicitation Year', { 'Solicitation Year': '1982' }],
  ['WARNING SOLICITATION_YEAR_RANGE Solicitation Year', { 'Solicitation Year': '2027' }],
  ['WARNING SOLICITATION_YEAR_RANGE Solicitation Year', { 'Solicitation Year': 'next' }],
  ['WARNING DATE_ORDER Contract End Date', { 'Contract End Date': '2024-03-14' }],
  ['ERROR AMOUNT_REQUIRED Award Amount', { 'Award Amount': '' }],
  ['ERROR AMOUNT_NUMERIC Award Amount', { 'Award Amount': 'TBD' }],
  ['ERROR AMOUNT_POSITIVE Award Amount', { 'Award Amount': '0.0000' }],
  ['ERROR AMOUNT_POSITIVE Award Amount', { 'Award Amount': '-5' }],
  ['WARNING AMOUNT_HIGH Award Amount', { 'Award Amount': '5000000.01' }],
  ['WARNING UEI_LENGTH UEI', { UEI: 'ABC123' }],
  ['WARNING UEI_CHARS UEI', { UEI: 'ABC-23DEF456' }],
  ['WARNING DUNS_FORMAT Duns', { Duns: 'N/A' }],
  ['WARNING EMAIL_FORMAT Contact Email', { 'Contact Email': 'jo@example' }],
  ['WARNING EMAIL_FORMAT PI Email', { 'PI Email': 'pat at example.com' }],
  ['WARNING PHONE_FORMAT Contact Phone', { 'Contact Phone': 'invalid-phone' }],
  ['WARNING PHONE_FORMAT PI Phone', { 'PI Phone': '703-555-01022' }],
  ['WARNING STATE_LENGTH State', { State: 'Ontario' }],
  ['WARNING STATE_CODE State', { State: 'ZZ' }],
  ['WARNING ZIP_LENGTH Zip', { Zip: '222' }],
  ['WARNING ZIP_DIGITS Zip', { Zip: '2220A' }],
];

const allowed: readonly (readonly [string, AwardValues])[] = [
  ['a clean award', {}],
  ['phases in other spellings', { Phase: '2' }],
  ['a program in lower case', { Program: 'sttr' }],
  ['the first year', { 'Award Year': '1983', 'Proposal Award Date': '1983-01-01' }],
  [
    'the year after the run',
    { 'Award Year': '2026', 'Proposal Award Date': '2026-01-01', 'Contract End Date': '' },
  ],
  ['a year that a data frame typed', { 'Award Year': '2024.0' }],
  ['the fiscal year of October', { 'Award Year': '2025', 'Proposal Award Date': '2024-10-01' }],
  ['a date that cannot be read', { 'Proposal Award Date': '{{DATE}}' }],
  ['no dates', { 'Proposal Award Date': '', 'Contract End Date': '' }],
  ['a contract of one day', { 'Contract End Date': '2024-03-15' }],
  ['five million', { 'Award Amount': '$5,000,000.00' }],
  ['one cent', { 'Award Amount': '0.01' }],
  ['no identifiers', { UEI: '', Duns: '' }],
  ['a DUNS that lost its zeros', { Duns: '1234567.0' }],
  ['no contacts', { 'Contact Email': '', 'PI Email': '', 'Contact Phone': '', 'PI Phone': '' }],
  ['phones with dots, spaces or nothing between', { 'Contact Phone': '703.555.0101' }],
  ['ten digits', { 'PI Phone': '7035550102' }],
  ['a state by its code', { State: 'va' }],
  ['no place', { State: '', Zip: '' }],
  ['a zip of four digits', { Zip: '2110' }],
  ['a zip of nine digits', { Zip: '22201-1234' }],
  ['the dash that stands for no zip', { Zip: '-' }],
];

describe('findIssues', () => {
  it.each(broken)('reports %s', (issue, values) => {
    expect(brokenBy(values)).toEqual([issue]);
  });

  it.each(allowed)('reports nothing for %s', (_, values) => {
    expect(brokenBy(values)).toEqual([]);
  });

  it('reports an unknown program with its phase', () => {
    expect(brokenBy({ Program: 'SBIR/STTR' })).toEqual([
      'WARNING PHASE_PROGRAM Phase',
      'ERROR PROGRAM_INVALID Program',
    ]);
  });

  it('reports each rule that one cell breaks', () => {
    expect(brokenBy({ Zip: '22A', UEI: 'A-1' })).toEqual([
      'WARNING UEI_LENGTH UEI',
      'WARNING UEI_CHARS UEI',
      'WARNING ZIP_LENGTH Zip',
      'WARNING ZIP_DIGITS Zip',
    ]);
  });

  it('lets an amount of 0 pass with a warning where that is allowed', () => {
    const options = { ...settings, allowZeroAmount: true };

    expect(brokenBy({ 'Award Amount': '0' }, options)).toEqual([
      'WARNING AMOUNT_ZERO Award Amount',
    ]);
    expect(brokenBy({ 'Award Amount': '-1' }, options)).toEqual([
      'ERROR AMOUNT_POSITIVE Award Amount',
    ]);
  });

  it('says where, and shows the cell as it stands', () => {
    expect(findIssues(cellsOf({ ...cleanAward, State: ' ZZ ' }), place, settings)).toEqual([
      {
        severity: 'WARNING',
        rule: 'STATE_CODE',
        field: 'State',
        message: 'State: is no state, DC, PR, VI, GU, AS or MP',
        row_index: 4,
        line: 12,
        value: ' ZZ ',
      },
    ]);
  });

  it('shows no value of a person, and cuts a long one', () => {
    const values = {
      'PI Email': 'pat@secret',
      'Contact Phone': '5',
      Agency: '',
      State: 'x'.repeat(999),
    };

    const issues = findIssues(cellsOf({ ...cleanAward, ...values }), place, settings);

    expect(issues.map(({ field, value }) => [field, value])).toEqual([
      ['Agency', null],
      ['PI Email', null],
      ['Contact Phone', null],
      ['State', 'x'.repeat(200)],
    ]);
  });

  it('fails a record of the wrong width as a whole', () => {
    expect(fieldCountIssue(place)).toEqual({
      severity: 'ERROR',
      rule: 'FIELD_COUNT',
      field: 'record',
      message: 'record: the record has another number of fields than the header',
      row_index: 4,
      line: 12,
      value: null,
    });
  });

  it('has a positive case for every rule', () => {
    const tested = broken.map(([issue]) => issue.split(' ')[1]);
    const elsewhere = ['FIELD_COUNT', 'PROGRAM_INVALID', 'PHASE_PROGRAM', 'AMOUNT_ZERO'];

    expect([...new Set([...tested, ...elsewhere])].sort()).toEqual(Object.keys(ruleCatalog).sort());
  });
});
