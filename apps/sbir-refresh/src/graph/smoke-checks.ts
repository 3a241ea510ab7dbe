import { countByLabel, nodeKindOf, type Graph, type GraphRow } from '@pipelines/neo4j-load';
import type { AwardGraphModel } from './award-graph-model.ts';

/** One question to the graph, answered. */
export interface SmokeCheck {
  readonly name: string;
  readonly passed: boolean;
  readonly value: number;
  readonly message: string;
  readonly samples?: readonly Readonly<Record<string, string | number | null>>[];
}

/** Answers of all checks. Source: sbir-refresh.md section 4.6 */
export interface SmokeResults {
  readonly checks: readonly SmokeCheck[];
  readonly passed: boolean;
  readonly summary: {
    readonly award_count: number;
    readonly company_count: number;
    readonly awards_relationship_count: number;
    readonly sample_awards: number;
    readonly connected_awards: number;
  };
}

const SAMPLES = 5;
const LEAST_CONNECTED = 0.95;

/** What to ask. */
export interface SmokeOptions {
  readonly model: AwardGraphModel;
  /** Of the load's metrics; without it the check that needs it is left out. */
  readonly awardsSubmitted?: number | undefined;
}

/**
 * Ask a loaded graph whether it is fit for use. Swept awards count for nothing.
 *
 * @throws {GraphUnavailableError} a lost connection is not a failed check
 * Source: sbir-contracts.md section 5.6
 */
export async function runSmokeChecks(
  graph: Graph,
  { model, awardsSubmitted }: SmokeOptions,
): Promise<SmokeResults> {
  const { profile, award, owned } = model;
  const live = liveOf(model);
  const link = `[r:${model.awardedTo.type}]->(:${model.company.label})`;
  const awards = await countByLabel(graph, profile, { label: award.label, isLive: true });
  const companies = await countByLabel(graph, profile, owned.companies);
  const links = await countOf(graph, `${live} MATCH (a)-${link} RETURN count(r) AS n`);
  const connected = await countOf(graph, `${live} AND EXISTS { (a)-${link} } RETURN count(a) AS n`);
  const samples = await sampleAwards(graph, model);
  const checks = [
    atLeastOne('award_node_count', awards, 'live awards'),
    atLeastOne(model.companyCheck, companies, 'companies'),
    atLeastOne('awards_relationship_count', links, 'relationships of live awards to companies'),
    { ...atLeastOne('sample_award_properties', samples.length, 'sample awards'), samples },
    atLeastOne('award_company_connectivity', connected, 'live awards with a company'),
    ...(awardsSubmitted === undefined ? [] : [matchesLoad(awards, awardsSubmitted)]),
    connectivity(awards, connected),
    await requiredProperties(graph, model),
    await duplicateCompanies(graph, model),
  ];
  return {
    checks,
    passed: checks.every((check) => check.passed),
    summary: {
      award_count: awards,
      company_count: companies,
      awards_relationship_count: links,
      sample_awards: samples.length,
      connected_awards: connected,
    },
  };
}

/** Matches the live awards as `a`. */
function liveOf({ profile, award: { label } }: AwardGraphModel): string {
  const { bookkeeping } = nodeKindOf(profile, label);
  return `MATCH (a:${label}) WHERE a.${bookkeeping?.removedIn ?? 'removed_in'} IS NULL`;
}

function atLeastOne(name: string, value: number, what: string): SmokeCheck {
  return { name, passed: value > 0, value, message: `${value} ${what}` };
}

function matchesLoad(live: number, submitted: number): SmokeCheck {
  return {
    name: 'award_count_matches_load',
    passed: live === submitted,
    value: live,
    message: `${live} live awards, ${submitted} submitted`,
  };
}

function connectivity(awards: number, connected: number): SmokeCheck {
  const ratio = awards === 0 ? 0 : connected / awards;
  return {
    name: 'connectivity_ratio',
    passed: ratio >= LEAST_CONNECTED,
    value: ratio,
    message: `${(ratio * 100).toFixed(2)} % of live awards have a company`,
  };
}

async function requiredProperties(graph: Graph, model: AwardGraphModel): Promise<SmokeCheck> {
  const { company_name, award_amount } = model.award.named;
  const names = ['award_id', company_name, award_amount];
  const isMissing = names.map((name) => `a.${name} IS NULL`).join(' OR ');
  const value = await countOf(graph, `${liveOf(model)} AND (${isMissing}) RETURN count(a) AS n`);
  const message = `${value} live awards without award_id, company_name or award_amount`;
  return { name: 'required_properties', passed: value === 0, value, message };
}

async function duplicateCompanies(graph: Graph, { company }: AwardGraphModel): Promise<SmokeCheck> {
  const value = await countOf(
    graph,
    `MATCH (c:${company.label}) WHERE c.uei IS NOT NULL WITH c.uei AS uei, count(*) AS companies
     WHERE companies > 1 RETURN count(uei) AS n`,
  );
  const message = `${value} UEIs on more than one company`;
  return { name: 'duplicate_company_identifiers', passed: value === 0, value, message };
}

async function sampleAwards(
  graph: Graph,
  model: AwardGraphModel,
): Promise<NonNullable<SmokeCheck['samples']>> {
  const { company_name, award_amount } = model.award.named;
  const { key } = nodeKindOf(model.profile, model.award.label);
  const samples: Record<string, string | number | null>[] = [];
  const query = `${liveOf(model)} AND a.award_id IS NOT NULL RETURN a.award_id AS award_id,
    a.${company_name} AS company_name, a.${award_amount} AS award_amount, a.program AS program,
    a.phase AS phase ORDER BY a.${key} LIMIT ${SAMPLES}`;
  for await (const row of graph.read(query)) samples.push({ ...(row as (typeof samples)[number]) });
  return samples;
}

async function countOf(graph: Graph, query: string): Promise<number> {
  let count = 0;
  for await (const row of graph.read(query)) count = Number((row satisfies GraphRow)['n']);
  return count;
}
