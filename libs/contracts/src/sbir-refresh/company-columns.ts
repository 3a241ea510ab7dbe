/**
 * The 14 columns of a company search file, in its order.
 *
 * The identifier is `Duns` in the award file and `DUNs` here. A copy on S3,
 * `schemas/sbir_company_columns.json`, wins over this list. Source: sbir-refresh.md 3.2.
 */
export const companyColumns = [
  'Company Name',
  'UEI',
  'DUNs',
  'Number Awards',
  'Address 1',
  'Address 2',
  'City',
  'State',
  'ZIP',
  'Country',
  'Hubzone Owned',
  'Women Owned',
  'Socially Economically Disadvantaged',
  'Company URL',
] as const;

export type CompanyColumn = (typeof companyColumns)[number];
