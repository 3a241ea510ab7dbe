import type { NodeSelection } from '@pipelines/neo4j-load';
import type { AwardGraphModel, LinkSource, NodeSource } from './award-graph-model.ts';
import { mergeCompanies } from './merge-companies.ts';
import type { PlannedAward } from './plan-graph.ts';
import { unifiedProfile } from './unified-profile.ts';
import {
  agencyValues,
  companyValues,
  individualValues,
  institutionValues,
  subAgencyValues,
  transactionValues,
} from './unified-values.ts';

const transactionOf = (award_key: string): string => `txn_award_${award_key}`;

const company = ({ companyId }: PlannedAward): string | undefined =>
  companyId && `org_company_${companyId}`;
const institution = ({ ri_name }: PlannedAward): string | undefined =>
  ri_name ? `org_research_${ri_name}` : undefined;
const individual = ({ researcherId }: PlannedAward): string | undefined =>
  researcherId && `ind_researcher_${researcherId}`;
/** The file has names of agencies and no codes: the name is the code. */
const agency = (award: PlannedAward): string | undefined =>
  award.agency ? `org_agency_${award.agency}` : undefined;
const subAgency = ({ agency: code, branch }: PlannedAward): string | undefined =>
  code && branch ? `org_agency_${code}_${branch}` : undefined;

const organizations = (
  source: Pick<NodeSource, 'name' | 'keyOf' | 'valuesOf'>,
  fixed: { readonly organization_type: string; readonly source_contexts: readonly string[] },
): NodeSource => ({
  ...source,
  label: 'Organization',
  valuesOf: (award, how) => ({ ...source.valuesOf(award, how), ...fixed }),
});
const ofTypes = (...types: readonly string[]): NodeSelection => ({
  label: 'Organization',
  where: { property: 'organization_type', isOneOf: types },
});
const link = (
  name: string,
  type: string,
  [from, to]: readonly [NodeSource['keyOf'], NodeSource['keyOf']],
): LinkSource => ({ name, type, endsOf: (award) => [from(award), to(award)] });
const transaction = ({ award_key }: PlannedAward): string => transactionOf(award_key);

/**
 * The graph `unified`: financial transactions between organisations, and the individuals in them.
 *
 * Companies that share an identifier are one organisation. Personal properties stay empty unless a
 * load is told to include them. Source: sbir-contracts.md section 5.2.
 */
export const unifiedModel: AwardGraphModel = {
  profile: unifiedProfile,
  award: {
    label: 'FinancialTransaction',
    keyOf: transactionOf,
    valuesOf: transactionValues,
    named: {
      company_name: 'recipient_name',
      award_amount: 'amount',
      award_amount_cents: 'amount_cents',
    },
  },
  company: organizations(
    { name: 'companies', keyOf: company, valuesOf: companyValues },
    { organization_type: 'COMPANY', source_contexts: ['SBIR'] },
  ),
  awardedTo: link('awards-to', 'RECIPIENT_OF', [transaction, company]),
  nodes: [
    {
      name: 'researchers',
      label: 'Individual',
      keyOf: individual,
      valuesOf: individualValues,
    },
    organizations(
      { name: 'institutions', keyOf: institution, valuesOf: institutionValues },
      { organization_type: 'UNIVERSITY', source_contexts: ['RESEARCH'] },
    ),
    organizations(
      { name: 'agencies', keyOf: agency, valuesOf: agencyValues },
      { organization_type: 'AGENCY', source_contexts: ['AGENCY'] },
    ),
    organizations(
      { name: 'sub_agencies', keyOf: subAgency, valuesOf: subAgencyValues },
      { organization_type: 'AGENCY', source_contexts: ['AGENCY'] },
    ),
  ],
  links: [
    link('conducted-at', 'CONDUCTED_AT', [transaction, institution]),
    {
      ...link('participated-in', 'PARTICIPATED_IN', [individual, transaction]),
      values: { role: 'RESEARCHER' },
    },
    { ...link('worked-at', 'WORKED_AT', [individual, company]), isShared: true },
    link('funded-by', 'FUNDED_BY', [transaction, (award) => subAgency(award) ?? agency(award)]),
    {
      ...link('subsidiary-of', 'SUBSIDIARY_OF', [subAgency, agency]),
      values: { source: 'AGENCY_HIERARCHY' },
      isShared: true,
    },
  ],
  owned: {
    companies: ofTypes('COMPANY'),
    researchers: { label: 'Individual' },
    institutions: ofTypes('UNIVERSITY', 'AGENCY'),
  },
  companyCheck: 'organization_node_count',
  identify: mergeCompanies,
};
