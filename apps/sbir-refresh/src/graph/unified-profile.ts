import { defineGraphProfile, type PropertyType } from '@pipelines/neo4j-load';
import { progressionProperties } from './find-progressions.ts';

const TRANSACTION_PROPERTIES: Readonly<Record<string, PropertyType>> = {
  transaction_type: 'string',
  award_id: 'string',
  recipient_name: 'string',
  recipient_uei: 'string',
  recipient_duns: 'string',
  amount: 'float',
  amount_cents: 'integer',
  transaction_date: 'date',
  program: 'string',
  phase: 'string',
  agency: 'string',
  agency_name: 'string',
  sub_agency: 'string',
  title: 'string',
  description: 'string',
  award_year: 'integer',
  fiscal_year: 'integer',
  principal_investigator: 'string',
  research_institution: 'string',
  start_date: 'date',
  end_date: 'date',
  completion_date: 'date',
};

/** One label for companies, institutions, agencies and their branches: each has its part of these. */
const ORGANIZATION_PROPERTIES: Readonly<Record<string, PropertyType>> = {
  organization_type: 'string',
  source_contexts: 'strings',
  name: 'string',
  normalized_name: 'string',
  company_id: 'string',
  id_type: 'string',
  uei: 'string',
  duns: 'string',
  city: 'string',
  state: 'string',
  postcode: 'string',
  __merged_from: 'strings',
  __merge_history: 'string',
  poc_name: 'string',
  poc_phone: 'string',
  agency_code: 'string',
  agency_name: 'string',
  sub_agency_code: 'string',
  sub_agency_name: 'string',
};

/**
 * Descriptor of the graph `unified`: awards are financial transactions, whoever takes part in them
 * is an organisation or an individual.
 *
 * Source: sbir-contracts.md section 5.2, sbir-refresh.md sections 4.3 and 4.4
 */
export const unifiedProfile = defineGraphProfile({
  name: 'unified',
  nodes: [
    {
      label: 'FinancialTransaction',
      key: 'transaction_id',
      properties: TRANSACTION_PROPERTIES,
      indexes: ['award_id', 'transaction_date', 'agency', 'recipient_uei', 'removed_in'],
      bookkeeping: { rowHash: 'row_hash', firstSeen: 'first_seen', removedIn: 'removed_in' },
    },
    {
      label: 'Organization',
      key: 'organization_id',
      properties: ORGANIZATION_PROPERTIES,
      indexes: ['name', 'normalized_name', 'organization_type', 'uei', 'duns', 'agency_code'],
    },
    {
      label: 'Individual',
      key: 'individual_id',
      properties: {
        researcher_id: 'string',
        name: 'string',
        normalized_name: 'string',
        individual_type: 'string',
        source_contexts: 'strings',
        email: 'string',
        title: 'string',
        phone: 'string',
      },
      indexes: ['name', 'normalized_name', 'email'],
    },
  ],
  relationships: [
    { type: 'RECIPIENT_OF', from: 'FinancialTransaction', to: 'Organization', properties: {} },
    { type: 'CONDUCTED_AT', from: 'FinancialTransaction', to: 'Organization', properties: {} },
    { type: 'FUNDED_BY', from: 'FinancialTransaction', to: 'Organization', properties: {} },
    {
      type: 'PARTICIPATED_IN',
      from: 'Individual',
      to: 'FinancialTransaction',
      properties: { role: 'string' },
    },
    { type: 'WORKED_AT', from: 'Individual', to: 'Organization', properties: {} },
    {
      type: 'SUBSIDIARY_OF',
      from: 'Organization',
      to: 'Organization',
      properties: { source: 'string' },
    },
    {
      type: 'FOLLOWS',
      from: 'FinancialTransaction',
      to: 'FinancialTransaction',
      properties: progressionProperties,
    },
  ],
});
