import type { PropertyValues } from '@pipelines/neo4j-load';
import type { DescribeOptions } from './award-graph-model.ts';
import type { GraphAward } from './graph-award.ts';
import type { Company } from './identify-companies.ts';
import type { PlannedAward } from './plan-graph.ts';

const named = (name: string | null): PropertyValues => ({
  name,
  normalized_name: name?.toUpperCase(),
});

/** The organisation of an award's company, with what was merged into it. */
export function companyValues(
  { companyId = '' }: PlannedAward,
  { companies }: DescribeOptions,
): PropertyValues {
  const one = companies.get(companyId);
  return {
    company_id: companyId,
    name: one?.name,
    normalized_name: one?.normalized_name,
    id_type: one?.id_type,
    uei: one?.uei,
    duns: one?.duns,
    city: one?.city,
    state: one?.state,
    postcode: one?.zip,
    ...(one?.merged && historyOf(one.merged)),
  };
}

/** A property of the graph holds no structure: the history is JSON text. */
function historyOf(merged: readonly Company[]): PropertyValues {
  const history = merged.map(({ company_id, id_type, name, uei, duns }) => {
    return { company_id, id_type, name, uei, duns };
  });
  return {
    __merged_from: merged.map(({ company_id }) => `org_company_${company_id}`),
    __merge_history: JSON.stringify(history),
  };
}

/** The person who led the research of an award. */
export function individualValues(
  { researcherId, pi_name, pi_email, pi_title, pi_phone }: PlannedAward,
  { isPersonalIncluded }: DescribeOptions,
): PropertyValues {
  return {
    ...named(pi_name),
    researcher_id: researcherId,
    individual_type: 'RESEARCHER',
    source_contexts: ['SBIR'],
    ...(isPersonalIncluded && { email: pi_email, title: pi_title, phone: pi_phone }),
  };
}

/** The organisation where the research of an award was done. */
export function institutionValues(
  { ri_name, ri_poc_name, ri_poc_phone }: PlannedAward,
  { isPersonalIncluded }: DescribeOptions,
): PropertyValues {
  return {
    ...named(ri_name),
    ...(isPersonalIncluded && { poc_name: ri_poc_name, poc_phone: ri_poc_phone }),
  };
}

/** The organisation that pays an award. The file has names of agencies and no codes. */
export function agencyValues(award: PlannedAward): PropertyValues {
  return { ...named(award.agency), agency_code: award.agency, agency_name: award.agency };
}

/** The branch of an agency that pays an award. */
export function subAgencyValues(award: PlannedAward): PropertyValues {
  const { branch } = award;
  return {
    ...agencyValues(award),
    ...named(branch),
    sub_agency_code: branch,
    sub_agency_name: branch,
  };
}

/** An award as a financial transaction; its ends are organisations and individuals. */
export function transactionValues(award: GraphAward): PropertyValues {
  const { award_id, program, phase, agency: agency_name, award_year } = award;
  const { award_amount_cents: cents, award_date, contract_end_date } = award;
  return {
    ...{ award_id, program, phase, award_year, agency: agency_name, agency_name },
    transaction_type: 'AWARD',
    recipient_name: award.company_name,
    recipient_uei: award.company_uei,
    recipient_duns: award.company_duns,
    amount: cents === null ? null : cents / 100,
    amount_cents: cents,
    transaction_date: award_date,
    sub_agency: award.branch,
    title: award.award_title,
    description: award.abstract,
    fiscal_year: award_year,
    principal_investigator: award.pi_name,
    research_institution: award.ri_name?.trim() || null,
    start_date: award_date,
    end_date: contract_end_date,
    completion_date: contract_end_date,
  };
}
