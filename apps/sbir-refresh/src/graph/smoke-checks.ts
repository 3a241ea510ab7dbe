import { countByLabel, type Graph, type GraphRow } from '@pipelines/neo4j-load';
import { awardCompanyProfile } from './award-company-profile.ts';

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
const LIVE = 'MATCH (a:Award) WHERE a.removed_in IS NULL';

/**
 * Ask a loaded graph whether it is fit for use. Swept awards count for nothing.
 *
 * @param awardsSubmitted - of the load's metrics; without it the check that needs it is left out
 * @throws {GraphUnavailableError} a lost connection is not a failed check
 * Source: sbir-contracts.md section 5.6
 */
export async function runSmokeChecks(
  graph: Graph,
  { awardsSubmitted }: { readonly awardsSubmitted?: number | undefined } = {},
): Promise<SmokeResults> {
  const awards = await countByLabel(graph, awardCompanyProfile, { label: 'Award', isLive: true });
  const companies = await countByLabel(graph, awardCompanyProfile, { label: 'Company' });
  const links = await countOf(
    graph,
    `${LIVE} MATCH (a)-[r:AWARDS]->(:Company) RETURN count(r) AS n`,
  );
  const connected = await countOf(
    graph,
    `${LIVE} AND EXISTS { (a)-[:AWARDS]->(:Company) } RETURN count(a) AS n`,
  );
  const samples = await sampleAwards(graph);
  const checks = [
    atLeastOne('award_node_count', awards, 'live awards'),
    atLeastOne('company_node_count', companies, 'companies'),
    atLeastOne('awards_relationship_count', links, 'AWARDS relationships of live awards'),
    { ...atLeastOne('sample_award_properties', samples.length, 'sample awards'), samples },
    atLeastOne('award_company_connectivity', connected, 'live awards with a company'),
    ...(awardsSubmitted === undefined ? [] : [matchesLoad(awards, awardsSubmitted)]),
    connectivity(awards, connected),
    await requiredProperties(graph),
    await duplicateCompanies(graph),
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

async function requiredProperties(graph: Graph): Promise<SmokeCheck> {
  const value = await countOf(
    graph,
    `${LIVE} AND (a.award_id IS NULL OR a.company_name IS NULL OR a.award_amount IS NULL)
     RETURN count(a) AS n`,
  );
  const message = `${value} live awards without award_id, company_name or award_amount`;
  return { name: 'required_properties', passed: value === 0, value, message };
}

async function duplicateCompanies(graph: Graph): Promise<SmokeCheck> {
  const value = await countOf(
    graph,
    `MATCH (c:Company) WHERE c.uei IS NOT NULL WITH c.uei AS uei, count(*) AS companies
     WHERE companies > 1 RETURN count(uei) AS n`,
  );
  const message = `${value} UEIs on more than one company`;
  return { name: 'duplicate_company_identifiers', passed: value === 0, value, message };
}

async function sampleAwards(graph: Graph): Promise<NonNullable<SmokeCheck['samples']>> {
  const samples: Record<string, string | number | null>[] = [];
  const query = `${LIVE} AND a.award_id IS NOT NULL RETURN a.award_id AS award_id,
    a.company_name AS company_name, a.award_amount AS award_amount, a.program AS program,
    a.phase AS phase ORDER BY a.award_key LIMIT ${SAMPLES}`;
  for await (const row of graph.read(query)) samples.push({ ...(row as (typeof samples)[number]) });
  return samples;
}

async function countOf(graph: Graph, query: string): Promise<number> {
  let count = 0;
  for await (const row of graph.read(query)) count = Number((row satisfies GraphRow)['n']);
  return count;
}
