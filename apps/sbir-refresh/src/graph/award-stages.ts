import { hash } from 'node:crypto';
import {
  deleteUnwantedStage,
  nodeStage,
  relationshipStage,
  sweepStage,
  type GraphLoad,
  type LoadStage,
  type NodeRow,
  type PropertyValues,
  type RelationshipRow,
} from '@pipelines/neo4j-load';
import { AWARD_RELATIONSHIPS } from './award-company-profile.ts';
import type { GraphAward } from './graph-award.ts';
import type { GraphPlan, PlannedAward } from './plan-graph.ts';

/** What of the plan goes into the graph. */
export interface StageOptions {
  /** The same awards that were planned, in the same order; read again for each run. */
  readonly awards: () => AsyncIterable<GraphAward>;
  /** `minimal`: awards and companies alone, for a small graph. */
  readonly scope: 'full' | 'minimal';
  /** Addresses, titles and telephone numbers of people. */
  readonly isPersonalIncluded: boolean;
}

/**
 * The stages of an award graph, in the order in which each finds its ends.
 *
 * Source: sbir-contracts.md section 5.3
 */
export function awardStages(load: GraphLoad, plan: GraphPlan, options: StageOptions): LoadStage[] {
  const link = (name: string, type: string, rows: () => Iterable<RelationshipRow>): LoadStage =>
    relationshipStage(load, { name, type, rows });
  const planned = [...plan.awards.values()];
  const company = (award: PlannedAward): RelationshipRow[] =>
    pair(award.award_key, award.companyId);
  const core = [
    nodeStage(load, { name: 'companies', label: 'Company', rows: () => companyRows(plan) }),
    nodeStage(load, {
      name: 'awards',
      label: 'Award',
      rows: () => awardRows(plan, options.awards()),
      detachOnUpdate: AWARD_RELATIONSHIPS,
    }),
  ];
  const end = [sweepOf(load, plan)];
  const awarded = link('awards-to', 'AWARDS', () => planned.flatMap(company));
  if (options.scope === 'minimal') return [...core, awarded, ...end];
  return [
    ...core,
    ...peopleStages(load, planned, options.isPersonalIncluded),
    awarded,
    link('conducted-at', 'CONDUCTED_AT', () =>
      planned.flatMap((award) => pair(award.award_key, award.ri_name)),
    ),
    link('researched-by', 'RESEARCHED_BY', () =>
      planned.flatMap((award) => pair(award.award_key, award.researcherId)),
    ),
    link('worked-on', 'WORKED_ON', () =>
      planned.flatMap((award) => pair(award.researcherId, award.award_key)),
    ),
    link('worked-at', 'WORKED_AT', () => distinctPairs(planned)),
    ...progressionStages(load, plan),
    ...end,
  ];
}

function peopleStages(
  load: GraphLoad,
  planned: readonly PlannedAward[],
  isPersonalIncluded: boolean,
): LoadStage[] {
  return [
    nodeStage(load, {
      name: 'researchers',
      label: 'Researcher',
      rows: () =>
        firstOf(
          planned,
          ({ researcherId }) => researcherId,
          (award) => ({
            name: award.pi_name,
            ...(isPersonalIncluded && {
              email: award.pi_email,
              title: award.pi_title,
              phone: award.pi_phone,
            }),
          }),
        ),
    }),
    nodeStage(load, {
      name: 'institutions',
      label: 'ResearchInstitution',
      rows: () =>
        firstOf(
          planned,
          ({ ri_name }) => ri_name,
          (award) => {
            const { ri_poc_name: poc_name, ri_poc_phone: poc_phone } = award;
            return isPersonalIncluded ? { poc_name, poc_phone } : {};
          },
        ),
    }),
  ];
}

function progressionStages(load: GraphLoad, { progressions }: GraphPlan): LoadStage[] {
  const wanted = new Set(progressions.map(({ from, to }) => `${from} ${to}`));
  const isWanted = (from: string, to: string): boolean => wanted.has(`${from} ${to}`);
  return [
    relationshipStage(load, { name: 'follows', type: 'FOLLOWS', rows: () => progressions }),
    deleteUnwantedStage(load, { name: 'old-follows', type: 'FOLLOWS', isWanted }),
  ];
}

function sweepOf(load: GraphLoad, { awards }: GraphPlan): LoadStage {
  return sweepStage(load, { name: 'sweep', label: 'Award', isSubmitted: (key) => awards.has(key) });
}

function companyRows({ companies }: GraphPlan): NodeRow[] {
  return [...companies.values()].map(({ company_id: key, ...values }) => ({ key, values }));
}

async function* awardRows(
  { awards }: GraphPlan,
  rows: AsyncIterable<GraphAward>,
): AsyncGenerator<NodeRow> {
  let row = -1;
  for await (const award of rows) {
    row += 1;
    const planned = awards.get(award.award_key);
    // An earlier edition of an award, or one that is left out.
    if (planned?.row !== row) continue;
    const values = awardValues(award);
    const ends = [planned.companyId, planned.researcherId, planned.ri_name];
    const rowHash = hash('sha256', JSON.stringify([values, ends])).slice(0, 16);
    yield { key: award.award_key, values, rowHash };
  }
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

/** One row for each key, described by the first award that has it. */
function firstOf(
  planned: readonly PlannedAward[],
  keyOf: (award: PlannedAward) => string | null | undefined,
  valuesOf: (award: PlannedAward) => PropertyValues,
): NodeRow[] {
  const rows = new Map<string, NodeRow>();
  for (const award of planned) {
    const key = keyOf(award);
    if (key && !rows.has(key)) rows.set(key, { key, values: valuesOf(award) });
  }
  return [...rows.values()];
}

/** A researcher has many awards at one company, and works there once. */
function distinctPairs(planned: readonly PlannedAward[]): RelationshipRow[] {
  const pairs = planned.flatMap((award) => pair(award.researcherId, award.companyId));
  return [...new Map(pairs.map((one) => [`${one.from} ${one.to}`, one])).values()];
}

function pair(from: string | undefined, to: string | null | undefined): RelationshipRow[] {
  return from && to ? [{ from, to }] : [];
}
