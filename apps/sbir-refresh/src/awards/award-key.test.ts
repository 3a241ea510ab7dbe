import { hash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { cellsOf, type AwardValues } from '../../test/awards.ts';
import { awardId, awardKey } from './award-key.ts';

const keyColumns = [
  'Company',
  'UEI',
  'Duns',
  'Agency Tracking Number',
  'Contract',
  'Agency',
  'Branch',
  'Phase',
  'Program',
  'Proposal Award Date',
  'Solicitation Number',
] as const;

const award = (...values: readonly string[]): AwardValues =>
  Object.fromEntries(keyColumns.map((column, index) => [column, values[index] ?? '']));

const DOD = 'Department of Defense';
const HHS = 'Department of Health and Human Services';
const NIH = 'National Institutes of Health';
const DOE = 'Department of Energy';
const NSF = 'National Science Foundation';

// prettier-ignore
const goldens: readonly (readonly [string, AwardValues])[] = [
  ['86ed582e90e24539ccc07e66', award('Acme Innovations Inc.', 'ABC123DEF456', '123456789', 'AF231-001', 'FA8650-23-C-0001', DOD, 'Air Force', 'Phase I', 'SBIR', '2023-03-15', 'SBIR-23.1')],
  ['e5b7a8fada49724d353b50f3', award('BioTech Solutions LLC', 'XYZ789GHI012', '987654321', 'NIH-R44-GM123456', 'R44GM123456', HHS, NIH, 'Phase II', 'SBIR', '2023-06-01', 'PA-23-001')],
  ['f631ef1dea09036f4bb7b21e', award('Quantum Computing Corp', 'QUA456BIT789', '456789123', '2412345', '2412345', NSF, '', 'Phase I', 'STTR', '2024-01-10', 'NSF 23-615')],
  ['f9dda145abe8593fea4dd201', award('GreenEnergy Systems', 'GRN321ENR654', '321654987', 'DE-SC0024001', 'DE-SC0024001', DOE, '', 'Phase I', 'SBIR', '2024-04-01', 'DE-FOA-0002950')],
  ['8fd5b5d603fd94efde8bd80b', award('CyberDefense Technologies', 'CYB987DEF321', '789123456', 'N00014-23-C-1234', 'N00014-23-C-1234', DOD, 'Navy', 'Phase II', 'SBIR', '2023-09-01', 'N231-001')],
  ['17187f921b979731c1564846', award('Acme Bio, Inc.', 'ABCDEFGHIJKL', '123456789', 'NSF-1', '1234567', NSF, 'TIP', 'Phase I', 'SBIR', '2024-09-01', 'NSF 24-579')],
  ['7bcc9c0ea68944dfc7af3155', award('Legacy Systems LLC', 'BCDEFGHIJKLM', '987654321', 'NSF-2', '7654321', NSF, 'ENG', 'Phase II', 'SBIR', '2019-08-01', '')],
  ['83f316741cd26c6fd65b01fe', award('Defense Sensors Corp', 'CDEFGHIJKLMN', '111222333', 'AF-1', 'FA0001', DOD, 'Air Force', 'Phase II', 'SBIR', '2023-07-01', 'AF 23.1')],
  ['0dc251344dcaf4ad8d749f16', award('Defense Materials Inc', 'DEFGHIJKLMNO', '444555666', 'ARMY-1', 'W0001', DOD, 'Army', 'Phase I', 'STTR', '2022-05-01', 'A22-T001')],
];
const base = goldens[0]?.[1] ?? {};
const baseKey = '86ed582e90e24539ccc07e66';

describe('awardKey', () => {
  it.each(goldens)('is %s as the earlier system has it', (key, values) => {
    expect(awardKey(cellsOf(values))).toBe(key);
  });

  it('is 24 digits of the SHA-256 of ten parts', () => {
    const parts =
      'SBIR|ABC123DEF456|AF231-001|FA8650-23-C-0001|DEPARTMENT OF DEFENSE|AIR FORCE|PHASE I|SBIR|2023-03-15|SBIR-23.1';

    expect(awardKey(cellsOf(base))).toBe(hash('sha256', parts).slice(0, 24));
  });

  it.each([
    ['case', { Agency: 'DEPARTMENT of defense' }],
    ['white space around and inside', { Agency: '\u00a0Department \u0085\u001c of\t\n Defense ' }],
    ['a space behind', { Agency: 'Department of Defense ' }],
    ['a date with slashes', { 'Proposal Award Date': '2023/3/15' }],
    ['an American date', { 'Proposal Award Date': '3/15/2023' }],
    ['a time behind the date', { 'Proposal Award Date': '2023-03-15 00:00:00' }],
    ['columns that are no part of it', { Company: 'Acme', Duns: '', 'Award Amount': '1' }],
  ])('does not depend on %s', (_, values) => {
    expect(awardKey(cellsOf({ ...base, ...values }))).toBe(baseKey);
  });

  it.each([
    ['a zero-width space', { Agency: 'Department of Defense\u200b' }],
    ['a byte-order mark inside', { Agency: '\ufeffDepartment of Defense' }],
    ['the token null, which is a value here', { Branch: 'null' }],
    ['another phase spelling', { Phase: 'I' }],
    ['a digit behind the date', { 'Proposal Award Date': '2023-03-155' }],
  ])('differs with %s', (_, values) => {
    expect(awardKey(cellsOf({ ...base, ...values }))).not.toBe(baseKey);
  });

  it.each(['', ' ', 'nan', 'NaT', 'None', '<NA>'])('takes %j for no branch', (Branch) => {
    expect(awardKey(cellsOf({ ...base, Branch }))).toBe(awardKey(cellsOf({ ...base, Branch: '' })));
  });

  it('keeps a date that no calendar has as it stands', () => {
    const key = (date: string) => awardKey(cellsOf({ ...base, 'Proposal Award Date': date }));

    expect(key('2023-02-30')).not.toBe(key('2023-2-30'));
  });

  it('names the recipient by UEI, else by DUNS, else by name', () => {
    const byDuns = awardKey(cellsOf({ ...base, UEI: 'nan' }));
    const byName = awardKey(cellsOf({ ...base, UEI: '', Duns: ' ' }));

    expect(byDuns).toBe(awardKey(cellsOf({ ...base, UEI: '123456789' })));
    expect(byName).toBe(awardKey(cellsOf({ ...base, UEI: 'acme innovations inc.' })));
  });
});

describe('awardId', () => {
  it.each([
    ['AF231-001_FA8650-23-C-0001', {}],
    ['AF231-001', { Contract: 'null' }],
    ['FA8650-23-C-0001', { 'Agency Tracking Number': ' ' }],
    ['sbir-86ed582e90e24539ccc0', { 'Agency Tracking Number': '', Contract: '' }],
  ])('is %s', (id, values) => {
    expect(awardId(cellsOf({ ...base, ...values }), baseKey)).toBe(id);
  });
});
