import { hash } from 'node:crypto';
import {
  deleteUnwantedStage,
  nodeStage,
  relationshipStage,
  sweepStage,
  type GraphLoad,
  type LoadStage,
  type NodeRow,
  type RelationshipRow,
} from '@pipelines/neo4j-load';
import {
  awardRelationships,
  endsOf,
  type AwardGraphModel,
  type LinkSource,
  type NodeSource,
} from './award-graph-model.ts';
import type { GraphAward } from './graph-award.ts';
import type { GraphPlan } from './plan-graph.ts';

/** What of the plan goes into the graph. */
export interface StageOptions {
  readonly model: AwardGraphModel;
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
  const { model, scope } = options;
  const nodes = ({ name, label, ...source }: NodeSource): LoadStage =>
    nodeStage(load, { name, label, rows: () => nodeRows(plan, source, options) });
  const link = ({ name, type, ...source }: LinkSource): LoadStage =>
    relationshipStage(load, { name, type, rows: () => linkRows(plan, source) });
  const core = [
    nodes(model.company),
    nodeStage(load, {
      name: 'awards',
      label: model.award.label,
      rows: () => awardRows(plan, options),
      detachOnUpdate: awardRelationships(model),
    }),
  ];
  const end = [sweepOf(load, plan, model)];
  if (scope === 'minimal') return [...core, link(model.awardedTo), ...end];
  return [
    ...core,
    ...model.nodes.map(nodes),
    ...[model.awardedTo, ...model.links].map(link),
    ...progressionStages(load, plan, model),
    ...end,
  ];
}

function progressionStages(
  load: GraphLoad,
  { progressions }: GraphPlan,
  { award: { keyOf } }: AwardGraphModel,
): LoadStage[] {
  const rows = progressions.map(({ from, to, values }) => {
    return { from: keyOf(from), to: keyOf(to), values };
  });
  const wanted = new Set(rows.map(({ from, to }) => `${from} ${to}`));
  const isWanted = (from: string, to: string): boolean => wanted.has(`${from} ${to}`);
  return [
    relationshipStage(load, { name: 'follows', type: 'FOLLOWS', rows: () => rows }),
    deleteUnwantedStage(load, { name: 'old-follows', type: 'FOLLOWS', isWanted }),
  ];
}

function sweepOf(load: GraphLoad, plan: GraphPlan, { award }: AwardGraphModel): LoadStage {
  let submitted: ReadonlySet<string> | undefined;
  const isSubmitted = (key: string): boolean => {
    // Made when it is needed: the other stages have no room to spare for it.
    submitted ??= new Set([...plan.awards.keys()].map(award.keyOf));
    return submitted.has(key);
  };
  return sweepStage(load, { name: 'sweep', label: award.label, isSubmitted });
}

async function* awardRows(
  { awards }: GraphPlan,
  { model, awards: read }: StageOptions,
): AsyncGenerator<NodeRow> {
  let row = -1;
  for await (const award of read()) {
    row += 1;
    const planned = awards.get(award.award_key);
    // An earlier edition of an award, or one that is left out.
    if (planned?.row !== row) continue;
    const values = model.award.valuesOf(award);
    const identity = JSON.stringify([values, endsOf(model, planned)]);
    const rowHash = hash('sha256', identity).slice(0, 16);
    yield { key: model.award.keyOf(award.award_key), values, rowHash };
  }
}

function nodeRows(
  { awards, companies }: GraphPlan,
  { keyOf, valuesOf }: Pick<NodeSource, 'keyOf' | 'valuesOf'>,
  { isPersonalIncluded }: StageOptions,
): NodeRow[] {
  const rows = new Map<string, NodeRow>();
  for (const award of awards.values()) {
    const key = keyOf(award);
    if (key === undefined || rows.has(key)) continue;
    rows.set(key, { key, values: valuesOf(award, { companies, isPersonalIncluded }) });
  }
  return [...rows.values()];
}

function linkRows(
  { awards }: GraphPlan,
  { endsOf: ends, values, isShared = false }: Pick<LinkSource, 'endsOf' | 'values' | 'isShared'>,
): RelationshipRow[] {
  const rows: RelationshipRow[] = [];
  const seen = new Set<string>();
  for (const award of awards.values()) {
    const [from, to] = ends(award);
    if (from === undefined || to === undefined) continue;
    if (isShared && seen.has(`${from} ${to}`)) continue;
    if (isShared) seen.add(`${from} ${to}`);
    rows.push(values ? { from, to, values } : { from, to });
  }
  return rows;
}
