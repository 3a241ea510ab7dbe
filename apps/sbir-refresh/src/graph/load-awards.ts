import type { Clock } from '@pipelines/core';
import {
  checkCapacity,
  createBatchSize,
  ensureSchema,
  NO_COUNTS,
  nodeKindOf,
  runStages,
  takeGraphLock,
  type Graph,
  type GraphLock,
  type LoadCounts,
  type LoadCursor,
  type StagesResult,
} from '@pipelines/neo4j-load';
import type { AwardGraphModel } from './award-graph-model.ts';
import { awardStages, type StageOptions } from './award-stages.ts';
import { controlTotalsOf, type ControlTotals } from './control-totals.ts';
import type { GraphAward } from './graph-award.ts';
import { withKeptValues } from './kept-values.ts';
import { planGraph, type GraphPlan, type PlanOptions } from './plan-graph.ts';

/** How to load a graph. */
export interface LoadAwardsOptions
  extends
    Omit<StageOptions, 'kept'>,
    Omit<PlanOptions, 'identify' | 'onAward' | 'isPersonalIncluded'> {
  readonly graph: Graph;
  /** All of the file, once. */
  readonly awards: AsyncIterable<GraphAward>;
  /** Has room for what the awards hold. */
  readonly tempDir: string;
  /** Who loads: only the same one may go on by its cursor, and others wait until it has ended. */
  readonly owner: string;
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

type KeptLoad = LoadAwardsOptions & StageOptions;

/**
 * Bring the graph to what the awards say, or as far as the time allows.
 *
 * Constraints first, then the lock of the graph; safe to repeat with the same cursor or without one.
 * A second load of the same awards writes nothing. A cursor counts for nothing when somebody else
 * has had the lock since: then the load begins anew.
 *
 * @throws {LockHeldError} naming who loads or resets the same graph
 * @throws {LockLostError} when another took the lock meanwhile
 * @throws {GraphCapacityError} before anything is written
 * @throws {GraphSchemaError | GraphUnavailableError} what was committed before stays
 */
export async function loadAwards(options: LoadAwardsOptions): Promise<LoadAwardsResult> {
  const { model, tempDir } = options;
  const names = Object.keys(nodeKindOf(model.profile, model.award.label).properties);
  return withKeptValues({ names, tempDir }, (kept) => loadKept({ ...options, kept }));
}

async function loadKept(options: KeptLoad): Promise<LoadAwardsResult> {
  const { graph, model, owner, kept } = options;
  const { profile, identify, award } = model;
  const onAward = (one: GraphAward): void => kept.add(award.valuesOf(one));
  const plan = await planGraph(options.awards, { ...options, identify, onAward });
  checkCapacity(estimatedNodes(plan, options), options.maxNodes);
  await ensureSchema(graph, profile);
  options.onStage?.('plan', plan.awards.size);
  const lock = await takeGraphLock(graph, { name: profile.name, owner });
  const progress = await settling(lock, runPlan(plan, lock, options));
  return {
    done: progress.done,
    cursor: progress.done ? undefined : progress.cursor,
    committed: progress.committed,
    awardsSubmitted: plan.awards.size,
    result: summaryOf(plan, progress, model),
    controlTotals: controlTotalsOf(plan.awards.values()),
  };
}

async function runPlan(
  plan: GraphPlan,
  { graph, isContinued }: GraphLock,
  options: KeptLoad,
): Promise<StagesResult> {
  const { model, vintage, clock, deadlineMs, batchRows, cursor, onStage } = options;
  const batchSize = createBatchSize(batchRows);
  const load = { graph, profile: model.profile, batchSize, clock, vintage };
  return runStages({
    // A file without an award must not date the removal of all that the graph holds.
    stages: plan.awards.size === 0 ? [] : awardStages(load, plan, options),
    cursor: isContinued ? cursor : undefined,
    clock,
    deadlineMs,
    windowItems: batchRows,
    windowsAtOnce: graph.sessions,
    onStage,
  });
}

/** The lock goes with the load: kept while it is to be continued, and no longer. */
async function settling(lock: GraphLock, running: Promise<StagesResult>): Promise<StagesResult> {
  try {
    const progress = await running;
    if (progress.done) await lock.release();
    else await (progress.committed > 0 ? lock.keep() : lock.giveUp());
    return progress;
  } catch (error) {
    await lock.giveUpAfter(error);
    throw error;
  }
}

function estimatedNodes(plan: GraphPlan, { model, scope }: KeptLoad): number {
  const awards = [...plan.awards.values()];
  const kinds = scope === 'minimal' ? [model.company] : [model.company, ...model.nodes];
  const keys = kinds.map(({ keyOf }) => new Set(awards.flatMap((award) => keyOf(award) ?? [])));
  return keys.reduce((nodes, { size }) => nodes + size, awards.length);
}

function summaryOf(plan: GraphPlan, { counts }: StagesResult, model: AwardGraphModel): LoadSummary {
  const all = Object.values(counts);
  const sum = (pick: (one: LoadCounts) => number): number =>
    all.reduce((total, one) => total + pick(one), 0);
  const nodes = ['awards', ...[model.company, ...model.nodes].map(({ name }) => name)];
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
