import { hash } from 'node:crypto';
import { createTextPool, detachText } from '../awards/null-text.ts';
import { findProgressions, type Progression, type ProgressionAward } from './find-progressions.ts';
import type { GraphAward } from './graph-award.ts';
import { identifyCompanies, type Company, type CompanyFacts } from './identify-companies.ts';

/** Which awards a graph takes. */
export interface PlanOptions {
  /** How its companies are told apart; by default as in the graph `award-company`. */
  readonly identify?: typeof identifyCompanies;
  /** Told of each award, in the order of the file. */
  readonly onAward?: ((award: GraphAward) => void) | undefined;
  /** Keep addresses, titles and telephone numbers of people; without it the plan holds none. */
  readonly isPersonalIncluded?: boolean;
  /** ALLOW_ZERO_AMOUNT */
  readonly isZeroAmountAllowed?: boolean;
  /** NEO4J_MIN_AWARD_YEAR, for graphs too small for all; an award without a year stays out then. */
  readonly minAwardYear?: number | undefined;
  /** NEO4J_SAMPLE_LIMIT: the first so many. */
  readonly sampleLimit?: number | undefined;
}

/** What an award is linked to; kept for every award, so it holds no long text. */
export interface PlannedAward extends ProgressionAward, CompanyFacts {
  /** Place of its row among all rows: the last row of a key counts. */
  readonly row: number;
  readonly branch: string | null;
  readonly award_amount_cents: number | null;
  readonly award_year: number | null;
  readonly pi_email: string | null;
  readonly pi_title: string | null;
  readonly pi_phone: string | null;
  readonly ri_name: string | null;
  readonly ri_poc_name: string | null;
  readonly ri_poc_phone: string | null;
  readonly companyId: string | undefined;
  readonly researcherId: string | undefined;
}

const NO_CONTACTS = {
  pi_email: null,
  pi_title: null,
  pi_phone: null,
  ri_poc_name: null,
  ri_poc_phone: null,
};

/** An award before its company is known. */
type Facts = Omit<PlannedAward, 'companyId'> & { companyId: string | undefined };

/** Everything of a graph but the awards' own texts. */
export interface GraphPlan {
  /** By award key, in order of first appearance. */
  readonly awards: ReadonlyMap<string, PlannedAward>;
  readonly companies: ReadonlyMap<string, Company>;
  readonly progressions: readonly Progression[];
  /** Distinct keys that were read, submitted or not. */
  readonly distinctAwards: number;
  readonly skipped: {
    readonly zero_or_missing_amount: number;
    readonly before_min_year: number;
    readonly beyond_sample: number;
  };
}

/**
 * Read all awards once and work out the nodes and relationships of their graph.
 *
 * Rows of one key are editions of one award: the last counts. What is kept is about 0.4 kB an
 * award, 90 MB for the whole file, without titles and abstracts.
 *
 * Source: sbir-contracts.md sections 4 and 5
 */
export async function planGraph(
  awards: AsyncIterable<GraphAward>,
  options: PlanOptions = {},
): Promise<GraphPlan> {
  const facts = new Map<string, Facts>();
  const keep = createTextPool();
  let row = 0;
  for await (const award of awards) {
    const kept = keepTexts(factsOf(award, row, options), keep);
    options.onAward?.(award);
    facts.set(kept.award_key, kept);
    row += 1;
  }
  const { submitted, skipped } = select([...facts.values()], options);
  const { companies, companyIds } = (options.identify ?? identifyCompanies)(submitted);
  // In place: copies of all would be there twice.
  for (const [index, award] of submitted.entries()) award.companyId = companyIds[index];
  const planned: readonly PlannedAward[] = submitted;
  return {
    awards: new Map(planned.map((award) => [award.award_key, award])),
    companies,
    progressions: progressionsOf(planned),
    distinctAwards: facts.size,
    skipped,
  };
}

function factsOf(
  award: GraphAward,
  row: number,
  { isPersonalIncluded = false }: PlanOptions,
): Facts {
  const { award_key, company_name, company_uei, company_duns, city, state, zip } = award;
  const { award_amount_cents, award_date, award_year, program, phase, topic_code } = award;
  const { agency, branch } = award;
  const { pi_name, pi_email, pi_title, pi_phone, ri_poc_name, ri_poc_phone } = isPersonalIncluded
    ? award
    : { ...NO_CONTACTS, pi_name: award.pi_name };
  return {
    ...{ row, award_key, company_name, company_uei, company_duns, city, state, zip },
    ...{ award_amount_cents, award_date, award_year, program, phase, topic_code },
    ...{ agency, branch },
    ...{ pi_name, pi_email, pi_title, pi_phone, ri_poc_name, ri_poc_phone },
    ri_name: award.ri_name?.trim() || null,
    researcherId: researcherIdOf(award),
    companyId: undefined,
  };
}

/** Cut every text loose from the file, one copy of each. */
function keepTexts(facts: Facts, keep: (text: string) => string): Facts {
  const values: Record<string, unknown> = facts;
  for (const name of Object.keys(facts)) {
    const value = values[name];
    if (typeof value !== 'string') continue;
    // No two rows that count have the same key: a pool of them would be of no use.
    values[name] = name === 'award_key' ? detachText(value) : keep(value);
  }
  return facts;
}

/** The address takes part in the identity and cannot be read back from it. */
function researcherIdOf({ pi_name, pi_email }: GraphAward): string | undefined {
  if (pi_name === null) return undefined;
  const identity = [pi_name, pi_email ?? ''].map((part) => part.trim().toLowerCase()).join('|');
  return `pi-${hash('sha256', identity).slice(0, 24)}`;
}

function select(
  facts: readonly Facts[],
  { isZeroAmountAllowed = false, minAwardYear, sampleLimit = Infinity }: PlanOptions,
): { submitted: readonly Facts[]; skipped: GraphPlan['skipped'] } {
  const paid = facts.filter(({ award_amount_cents: cents }) => {
    return cents !== null && (cents > 0 || (isZeroAmountAllowed && cents === 0));
  });
  const recent =
    minAwardYear === undefined
      ? paid
      : paid.filter(({ award_year }) => award_year !== null && award_year >= minAwardYear);
  const submitted = recent.slice(0, sampleLimit);
  return {
    submitted,
    skipped: {
      zero_or_missing_amount: facts.length - paid.length,
      before_min_year: paid.length - recent.length,
      beyond_sample: recent.length - submitted.length,
    },
  };
}

function progressionsOf(awards: readonly PlannedAward[]): Progression[] {
  const byCompany = new Map<string, PlannedAward[]>();
  for (const award of awards) {
    if (award.companyId === undefined) continue;
    const group = byCompany.get(award.companyId);
    if (group) group.push(award);
    else byCompany.set(award.companyId, [award]);
  }
  return [...byCompany.values()].flatMap((group) => findProgressions(group));
}
