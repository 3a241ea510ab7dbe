import { hash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { cellsOf, cleanAward, type AwardValues } from '../../test/awards.ts';
import { planGraph } from './plan-graph.ts';
import { toGraphAward } from './to-graph-award.ts';

const values: AwardValues = {
  ...cleanAward,
  'PI Name': ' Pat Lee ',
  'PI Title': 'Chief',
  'RI Name': ' MIT ',
  'RI POC Name': 'Dr. Poc',
  'RI POC Phone': '617-555-0103',
  City: 'Arlington',
  Abstract: 'Text',
};

async function* awardsOf(...rows: readonly AwardValues[]) {
  for (const row of rows) yield toGraphAward(cellsOf({ ...values, ...row }));
}

describe('toGraphAward', () => {
  it('gives the fields of an award', () => {
    expect(toGraphAward(cellsOf(values))).toEqual({
      award_key: 'cc3d4e5a75da863863ceaff2',
      award_id: 'DE-1_C-1',
      company_name: 'Acme Sensors, Inc.',
      company_uei: 'ABC123DEF456',
      company_duns: '123456789',
      city: 'Arlington',
      state: 'VA',
      zip: '22201',
      award_amount_cents: 15_000_000,
      award_date: '2024-03-15',
      award_date_inferred: false,
      program: 'SBIR',
      phase: 'I',
      agency: 'Department of Energy',
      branch: null,
      contract: 'C-1',
      agency_tracking_number: 'DE-1',
      award_year: 2024,
      award_title: 'Novel sensors',
      abstract: 'Text',
      topic_code: null,
      solicitation_number: null,
      contract_end_date: '2025-03-14',
      pi_name: 'Pat Lee',
      pi_email: 'pat@example.com',
      pi_title: 'Chief',
      pi_phone: '(703) 555-0102',
      ri_name: 'MIT',
      ri_poc_name: 'Dr. Poc',
      ri_poc_phone: '617-555-0103',
    });
  });

  it('takes what stands for nothing as absent', () => {
    const award = toGraphAward(
      cellsOf({ ...values, UEI: 'short', Duns: 'N/A', 'PI Name': '', 'RI Name': 'nan', Zip: '-' }),
    );

    const { company_uei, company_duns, pi_name, ri_name, zip } = award;
    expect([company_uei, company_duns, pi_name, ri_name, zip]).toEqual(Array(5).fill(null));
  });

  it('dates an award without a date by its year, and says so', () => {
    const award = toGraphAward(cellsOf({ ...values, 'Proposal Award Date': '' }));

    expect(award).toMatchObject({ award_date: '2024-01-01', award_date_inferred: true });
  });
});

describe('the plan of an award file', () => {
  it('knows a researcher by a hash of name and address, trimmed and in lower case', async () => {
    const { awards } = await planGraph(
      awardsOf(
        { Contract: '1', 'PI Email': ' PAT@example.com ' },
        { Contract: '2', 'PI Name': 'PAT LEE', 'PI Email': '' },
        { Contract: '3', 'PI Name': '' },
      ),
    );

    const idOf = (text: string) => `pi-${hash('sha256', text).slice(0, 24)}`;
    expect([...awards.values()].map(({ researcherId }) => researcherId)).toEqual([
      idOf('pat lee|pat@example.com'),
      idOf('pat lee|'),
      undefined,
    ]);
  });

  it('knows a company by UEI, else by DUNS or the UEI beside it, else by name, else not at all', async () => {
    const { awards } = await planGraph(
      awardsOf(
        { Contract: '1', UEI: 'abc123def456', Duns: '' },
        { Contract: '2', UEI: 'short' },
        { Contract: '3', UEI: '', Duns: '222-222-222' },
        { Contract: '4', UEI: 'BBBBBBBBBBB1', Duns: '222222222' },
        { Contract: '5', UEI: '', Duns: 'N/A' },
        { Contract: '6', UEI: '', Duns: '', Company: '...' },
      ),
    );

    expect([...awards.values()].map(({ companyId }) => companyId)).toEqual([
      'ABC123DEF456',
      'DUNS:123456789',
      'BBBBBBBBBBB1',
      'BBBBBBBBBBB1',
      'NAME:acme sensors',
      undefined,
    ]);
  });
});
