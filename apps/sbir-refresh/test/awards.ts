import { awardColumns, type AwardColumn } from '@pipelines/contracts';
import { createAwardCells, type AwardCells } from '../src/awards/award-cells.ts';

export type AwardValues = Partial<Record<AwardColumn, string>>;

/** An award that breaks no rule in 2025. */
export const cleanAward: AwardValues = {
  Company: 'Acme Sensors, Inc.',
  'Award Title': 'Novel sensors',
  Agency: 'Department of Energy',
  Phase: 'Phase I',
  Program: 'SBIR',
  'Agency Tracking Number': 'DE-1',
  Contract: 'C-1',
  'Proposal Award Date': '2024-03-15',
  'Contract End Date': '2025-03-14',
  'Solicitation Year': '2024',
  'Award Year': '2024',
  'Award Amount': '150000.0000',
  UEI: 'ABC123DEF456',
  Duns: '123456789',
  State: 'Virginia',
  Zip: '22201',
  'Contact Email': 'jo@example.com',
  'Contact Phone': '703-555-0101',
  'PI Email': 'pat@example.com',
  'PI Phone': '(703) 555-0102',
};

/** The 42 fields of an award with these values, blank where none is given. */
export const fieldsOfAward = (values: AwardValues): readonly string[] =>
  awardColumns.map((column) => values[column] ?? '');

/** A view on one award in the file's own column order. */
export const cellsOf = (values: AwardValues): AwardCells =>
  createAwardCells(awardColumns).open(fieldsOfAward(values));
