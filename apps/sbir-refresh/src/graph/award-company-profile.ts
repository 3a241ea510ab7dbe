import { defineGraphProfile, type PropertyType } from '@pipelines/neo4j-load';

/** Relationships that follow from an award's own row, and are set anew when the row changes. */
export const AWARD_RELATIONSHIPS = [
  'AWARDS',
  'CONDUCTED_AT',
  'RESEARCHED_BY',
  'WORKED_ON',
] as const;

const AWARD_PROPERTIES: Readonly<Record<string, PropertyType>> = {
  award_id: 'string',
  company_name: 'string',
  award_amount: 'float',
  award_amount_cents: 'integer',
  award_date: 'date',
  award_date_inferred: 'boolean',
  program: 'string',
  phase: 'string',
  agency: 'string',
  branch: 'string',
  contract: 'string',
  agency_tracking_number: 'string',
  award_year: 'integer',
  award_title: 'string',
  abstract: 'string',
  topic_code: 'string',
  solicitation_number: 'string',
  contract_end_date: 'date',
  company_uei: 'string',
  company_duns: 'string',
  principal_investigator: 'string',
  research_institution: 'string',
};

/**
 * The default graph: awards, the companies that won them, who researched, and where.
 *
 * The personal properties are part of the descriptor and stay empty unless a load is told to
 * include them. Source: sbir-contracts.md section 5.1.
 */
export const awardCompanyProfile = defineGraphProfile({
  name: 'award-company',
  nodes: [
    {
      label: 'Award',
      key: 'award_key',
      properties: AWARD_PROPERTIES,
      indexes: ['award_id', 'award_date', 'removed_in'],
      bookkeeping: { rowHash: 'row_hash', firstSeen: 'first_seen', removedIn: 'removed_in' },
    },
    {
      label: 'Company',
      key: 'company_id',
      properties: {
        name: 'string',
        normalized_name: 'string',
        id_type: 'string',
        uei: 'string',
        duns: 'string',
        city: 'string',
        state: 'string',
        zip: 'string',
      },
      indexes: ['name', 'normalized_name', 'uei', 'duns'],
    },
    {
      label: 'Researcher',
      key: 'researcher_id',
      properties: { name: 'string', email: 'string', title: 'string', phone: 'string' },
      indexes: ['name'],
    },
    {
      label: 'ResearchInstitution',
      key: 'name',
      properties: { poc_name: 'string', poc_phone: 'string' },
    },
  ],
  relationships: [
    { type: 'AWARDS', from: 'Award', to: 'Company', properties: {} },
    { type: 'RESEARCHED_BY', from: 'Award', to: 'Researcher', properties: {} },
    { type: 'WORKED_ON', from: 'Researcher', to: 'Award', properties: {} },
    { type: 'WORKED_AT', from: 'Researcher', to: 'Company', properties: {} },
    { type: 'CONDUCTED_AT', from: 'Award', to: 'ResearchInstitution', properties: {} },
    {
      type: 'FOLLOWS',
      from: 'Award',
      to: 'Award',
      properties: {
        phase_progression: 'string',
        confidence: 'float',
        same_topic: 'boolean',
        same_pi: 'boolean',
        years_between: 'float',
      },
    },
  ],
});
