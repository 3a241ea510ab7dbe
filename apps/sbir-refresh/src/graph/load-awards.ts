import type { Clock } from '@pipelines/core';
import {
  checkCapacity,
  createBatchSize,
  ensureSchema,
  NO_COUNTS,
  runStages,
  type Graph,
  type LoadCounts,
  type LoadCursor,
  type StagesResult,
} from '@pipelines/neo4j-load';
import { awardCompanyProfile } from './award-company-profile.ts';
import { awardStages, type StageOptions } from './award-stages.ts';
import { controlTotalsOf, type ControlTotals } from './control-totals.ts';
import { planGraph, type GraphPlan, type PlanOptions } from './plan-graph.ts';

/** How to load a graph. */
export interface LoadAwardsOptions extends StageOptions, PlanOptions {
  readonly graph: Graph;
  /** 'YYYY-MM-DD', the run date: first-seen date of what is new, removal date of what is gone. */
  readonly vintage: string;
  readonly cursor?: LoadCursor | undefined;
  readonly clock: Clock;
  /** Epoch ms; nothing is begun after it. */
  readonly deadlineMs: number;
  /** NEO4J_BATCH_SIZE */
  readonly batchRows: number;
  /** NEO4J_MAX_NODES */
  readonly maxNodes?: number | undefined;
  /** Told of each part that is done, and its rows: `plan`, then the stages. */
  readonly onStage?: ((stage: string, rows: number) => void) | undefined;
}

/** How far a load came, and what it did. */
export interface LoadAwardsResult {
  readonly done: boolean;
  readonly cursor: LoadCursor | undefined;
  /** Items committed by this call. None, while not done: the caller has to give up. */
  readonly committed: number;
  /** Distinct awards that belong into the graph. */
  readonly awardsSubmitted: number;
  readonly result: LoadSummary;
  readonly controlTotals: ControlTotals;
}

/** Counts of a load, by the names of the metrics file. Source: sbir-contracts.md section 5.4 */
export type LoadSummary = Readonly<Record<string, number | Readonly<Record<string, number>>>>;

/**
 * Bring the graph to what the awards say, or as far as the time allows.
 *
 * Constraints first; safe to repeat with the same cursor or without one. A second load of the same
 * awards writes nothing.
 *
 * @throws {GraphCapacityError} before anything is written
 * @throws {GraphSchemaError | GraphUnavailableError} what was committed before stays
 */
export async function loadAwards(options: LoadAwardsOptions): Promise<LoadAwardsResult> {
  const { graph, vintage, clock, deadlineMs, batchRows, cursor, onStage } = options;
  const plan = await planGraph(options.awards(), options);
  checkCapacity(estimatedNodes(plan, options.scope), options.maxNodes);
  await ensureSchema(graph, awardCompanyProfile);
  onStage?.('plan', plan.awards.size);
  const batchSize = createBatchSize(batchRows);
  const load = { graph, profile: awardCompanyProfile, batchSize, clock, vintage };
  const progress = await runStages({
    // A file without an award must not date the removal of all that the graph holds.
    stages: plan.awards.size === 0 ? [] : awardStages(load, plan, options),
    cursor,
    clock,
    deadlineMs,
    windowItems: batchRows * graph.sessions,
    onStage,
  });
  return {
    done: progress.done,
    cursor: progress.done ? undefined : progress.cursor,
    committed: progress.committed,
    awardsSubmitted: plan.awards.size,
    result: summaryOf(plan, progress),
    controlTotals: controlTotalsOf(plan.awards.values()),
  };
}

function estimatedNodes(plan: GraphPlan, scope: StageOptions['scope']): number {
  const nodes = plan.awards.size + plan.companies.size;
  if (scope === 'minimal') return nodes;
  const people = new Set<string>();
  const institutions = new Set<string>();
  for (const { researcherId, ri_name } of plan.awards.values()) {
    if (researcherId) people.add(researcherId);
    if (ri_name) institutions.add(ri_name);
  }
  return nodes + people.size + institutions.size;
}

function summaryOf(plan: GraphPlan, { counts }: StagesResult): LoadSummary {
  const all = Object.values(counts);
  const sum = (pick: (one: LoadCounts) => number): number =>
    all.reduce((total, one) => total + pick(one), 0);
  const nodes = ['awards', 'companies', 'researchers', 'institutions'];
  const ofNodes = nodes.flatMap((name) => countsOf(name, counts[name] ?? NO_COUNTS));
  const planned = [...plan.awards.values()];
  const relationships = Object.entries(counts).filter(([name]) => !nodes.includes(name));
  return {
    ...Object.fromEntries(ofNodes),
    awards_tombstoned: counts['sweep']?.tombstoned ?? 0,
    awards_revived: counts['awards']?.revived ?? 0,
    relationships_created: relationships.reduce((total, [, one]) => total + one.created, 0),
    relationships_deleted: sum((one) => one.relationshipsDeleted),
    relationships_missing_endpoint: sum((one) => one.missingEndpoints),
    companies_by_name_only: [...plan.companies.values()].filter((one) => one.id_type === 'name')
      .length,
    total_rows_processed: plan.distinctAwards,
    successfully_processed: planned.length,
    // The contract's field. A batch that fails is thrown, so a load that ends has none.
    errors: 0,
    skip_reasons: {
      ...plan.skipped,
      no_company_identifier: planned.filter((one) => one.companyId === undefined).length,
    },
  };
}

/** `awards_created` and its like. */
function countsOf(name: string, counts: LoadCounts): [string, number][] {
  const { submitted, created, updated, unchanged, loaded } = counts;
  const entries = Object.entries({ submitted, created, updated, unchanged, loaded });
  return entries.map(([count, value]) => [`${name}_${count}`, value]);
}
