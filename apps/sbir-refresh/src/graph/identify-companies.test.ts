import { describe, expect, it } from '@jest/globals';
import { identifyCompanies, type CompanyFacts } from './identify-companies.ts';

const facts = (change: Partial<CompanyFacts>): CompanyFacts => ({
  company_name: null,
  company_uei: null,
  company_duns: null,
  city: null,
  state: null,
  zip: null,
  ...change,
});

describe('identifyCompanies', () => {
  it('goes by UEI, else DUNS, else name, else not at all', () => {
    const { companyIds } = identifyCompanies([
      facts({ company_uei: 'U1', company_duns: '1', company_name: 'Acme' }),
      facts({ company_duns: '2', company_name: 'Acme' }),
      facts({ company_name: 'Acme, Inc.' }),
      facts({ company_name: '—' }),
    ]);

    expect(companyIds).toEqual(['U1', 'DUNS:2', 'NAME:acme', undefined]);
  });

  it('leads a DUNS to its UEI, wherever in the file the two stand together', () => {
    const { companyIds, companies } = identifyCompanies([
      facts({ company_duns: '1' }),
      facts({ company_uei: 'U1', company_duns: '1' }),
    ]);

    expect(companyIds).toEqual(['U1', 'U1']);
    expect(companies.get('U1')?.id_type).toBe('uei');
  });

  it('does not guess where a DUNS stands beside two UEIs', () => {
    const { companyIds } = identifyCompanies([
      facts({ company_uei: 'U1', company_duns: '1' }),
      facts({ company_uei: 'U2', company_duns: '1' }),
      facts({ company_uei: 'U1', company_duns: '1' }),
      facts({ company_duns: '1' }),
    ]);

    expect(companyIds).toEqual(['U1', 'U2', 'U1', 'DUNS:1']);
  });

  it('keeps what the first award says and fills its gaps from later ones', () => {
    const { companies } = identifyCompanies([
      facts({ company_uei: 'U1', company_name: 'Acme Inc', city: 'Boston' }),
      facts({ company_uei: 'U1', company_name: 'Other', city: 'Salem', state: 'MA', zip: '02101' }),
    ]);

    expect(companies.get('U1')).toEqual({
      company_id: 'U1',
      id_type: 'uei',
      name: 'Acme Inc',
      normalized_name: 'acme',
      uei: 'U1',
      duns: null,
      city: 'Boston',
      state: 'MA',
      zip: '02101',
    });
  });
});
