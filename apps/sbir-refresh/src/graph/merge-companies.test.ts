import { describe, expect, it } from '@jest/globals';
import type { CompanyFacts } from './identify-companies.ts';
import { mergeCompanies } from './merge-companies.ts';

const facts = (company_uei: string | null, company_duns: string | null, change: object = {}) => {
  const nothing = { company_name: null, city: null, state: null, zip: null };
  return { ...nothing, company_uei, company_duns, ...change } satisfies CompanyFacts;
};

describe('mergeCompanies', () => {
  it('makes one company of those that share a DUNS, through any number of others', () => {
    const { companyIds, companies } = mergeCompanies([
      facts('U1', '100000001'),
      facts('U2', '100000001'),
      facts('U2', '100000002'),
      facts('U3', '100000002'),
      facts('U4', '100000004'),
    ]);

    expect(companyIds).toEqual(['U1', 'U1', 'U1', 'U1', 'U4']);
    expect([...companies.keys()]).toEqual(['U1', 'U4']);
    expect(companies.get('U1')?.merged?.map((one) => one.company_id)).toEqual(['U2', 'U3']);
    expect(companies.get('U4')).not.toHaveProperty('merged');
  });

  it('keeps the first id that is a UEI, and fills its gaps from the others', () => {
    const { companyIds, companies } = mergeCompanies([
      facts(null, '100000001', { company_name: 'First', city: 'Boston' }),
      facts('U1', '100000001', { company_name: 'Acme', state: 'MA' }),
      facts('U2', '100000001', { company_name: 'Other', state: 'NY', zip: '02101' }),
    ]);

    expect(companyIds).toEqual(['U1', 'U1', 'U1']);
    expect(companies.get('U1')).toMatchObject({
      ...{ uei: 'U1', duns: '100000001', name: 'Acme', city: 'Boston', state: 'MA', zip: '02101' },
      merged: [{ company_id: 'DUNS:100000001' }, { company_id: 'U2' }],
    });
  });

  it.each([
    ['a name', facts(null, null, { company_name: 'Acme' })],
    ['a DUNS of one digit', facts('U2', '000000000', { company_name: 'Acme' })],
    ['nothing', facts(null, null)],
  ])('merges nothing because of %s', (_, other) => {
    const first = facts('U1', '000000000', { company_name: 'Acme' });

    const { companies } = mergeCompanies([first, other]);

    expect(companies.get('U1')).not.toHaveProperty('merged');
  });

  it('takes a chain as long as a file', () => {
    const chain = Array.from({ length: 50_000 }, (_, index) => [
      facts(`U${index}`, String(index + 123_000_000)),
      facts(`U${index}`, String(index + 123_000_001)),
    ]);

    const { companies } = mergeCompanies(chain.flat());

    expect([...companies.keys()]).toEqual(['U0']);
  });
});
