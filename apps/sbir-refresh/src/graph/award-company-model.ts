import { defineGraphProfile, type PropertyType, type PropertyValues } from '@pipelines/neo4j-load';
import type { AwardGraphModel, DescribeOptions } from './award-graph-model.ts';
import { progressionProperties } from './find-progressions.ts';
import type { GraphAward } from './graph-award.ts';
import { identifyCompanies } from './identify-companies.ts';
import type { PlannedAward } from './plan-graph.ts';

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

const profile = defineGraphProfile({
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
      properties: progressionProperties,
    },
  ],
});

/**
 * The default graph: awards, the companies that won them, who researched, and where.
 *
 * The personal properties are part of the descriptor and stay empty unless a load is told to
 * include them. Source: sbir-contracts.md section 5.1.
 */
export const awardCompanyModel: AwardGraphModel = {
  profile,
  award: {
    label: 'Award',
    keyOf: (award_key) => award_key,
    valuesOf: awardValues,
    named: {
      company_name: 'company_name',
      award_amount: 'award_amount',
      award_amount_cents: 'award_amount_cents',
    },
  },
  company: {
    name: 'companies',
    label: 'Company',
    keyOf: ({ companyId }) => companyId,
    valuesOf: companyValues,
  },
  awardedTo: { name: 'awards-to', type: 'AWARDS', endsOf: (one) => [one.award_key, one.companyId] },
  nodes: [
    {
      name: 'researchers',
      label: 'Researcher',
      keyOf: ({ researcherId }) => researcherId,
      valuesOf: ({ pi_name: name, ...pi }, { isPersonalIncluded }) =>
        isPersonalIncluded
          ? { name, email: pi.pi_email, title: pi.pi_title, phone: pi.pi_phone }
          : { name },
    },
    {
      name: 'institutions',
      label: 'ResearchInstitution',
      keyOf: institutionOf,
      valuesOf: ({ ri_poc_name: poc_name, ri_poc_phone: poc_phone }, { isPersonalIncluded }) =>
        isPersonalIncluded ? { poc_name, poc_phone } : {},
    },
  ],
  links: [
    {
      name: 'conducted-at',
      type: 'CONDUCTED_AT',
      endsOf: (one) => [one.award_key, institutionOf(one)],
    },
    {
      name: 'researched-by',
      type: 'RESEARCHED_BY',
      endsOf: (one) => [one.award_key, one.researcherId],
    },
    { name: 'worked-on', type: 'WORKED_ON', endsOf: (one) => [one.researcherId, one.award_key] },
    {
      name: 'worked-at',
      type: 'WORKED_AT',
      endsOf: (one) => [one.researcherId, one.companyId],
      // A researcher has many awards at one company, and works there once.
      isShared: true,
    },
  ],
  owned: {
    companies: { label: 'Company' },
    researchers: { label: 'Researcher' },
    institutions: { label: 'ResearchInstitution' },
  },
  companyCheck: 'company_node_count',
  identify: identifyCompanies,
};

function institutionOf({ ri_name }: PlannedAward): string | undefined {
  return ri_name ?? undefined;
}

function companyValues(
  { companyId = '' }: PlannedAward,
  { companies }: DescribeOptions,
): PropertyValues {
  const { name, normalized_name, id_type, uei, duns, city, state, zip } =
    companies.get(companyId) ?? {};
  return { name, normalized_name, id_type, uei, duns, city, state, zip };
}

/** City, state and zip describe the company; of people and institutions an award has the names. */
function awardValues(award: GraphAward): PropertyValues {
  const { award_amount_cents: cents, award_date, award_date_inferred, award_year } = award;
  const { award_id, award_title, abstract, program, phase, agency, branch, contract } = award;
  const { company_name, company_uei, company_duns, contract_end_date } = award;
  const { agency_tracking_number, topic_code, solicitation_number } = award;
  return {
    ...{ award_id, award_title, abstract, program, phase, agency, branch, contract },
    ...{ award_date, award_date_inferred, award_year, contract_end_date },
    ...{ company_name, company_uei, company_duns },
    ...{ agency_tracking_number, topic_code, solicitation_number },
    award_amount: cents === null ? null : cents / 100,
    award_amount_cents: cents,
    principal_investigator: award.pi_name,
    research_institution: award.ri_name?.trim() || null,
  };
}
