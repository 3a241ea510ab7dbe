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
  type SeenLinks,
} from '@pipelines/neo4j-load';
import {
  awardRelationships,
  endsOf,
  type AwardGraphModel,
  type LinkSource,
  type NodeSource,
} from './award-graph-model.ts';
import type { KeptValues } from './kept-values.ts';
import type { GraphPlan } from './plan-graph.ts';

/** What of the plan goes into the graph. */
export interface StageOptions {
  readonly model: AwardGraphModel;
  /** What an award has beside its links, of all awards that were planned. */
  readonly kept: KeptValues;
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
  const links = ownLinks(options);
  const types = links.map(({ type }) => type);
  const seen: SeenLinks = { label: model.award.label, types, keys: new Set() };
  const link = ({ name, type, ...source }: LinkSource): LoadStage =>
    relationshipStage(load, { name, type, seen, rows: () => linkRows(plan, source) });
  const core = [nodes(model.company), awardStage(load, plan, { ...options, links, seen })];
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

/** What an award is linked to by relationships of its own, which have no properties to compare. */
function ownLinks({ model, scope }: Pick<StageOptions, 'model' | 'scope'>): readonly LinkSource[] {
  const links = scope === 'minimal' ? [model.awardedTo] : [model.awardedTo, ...model.links];
  const own = awardRelationships(model);
  return links.filter(({ type, values }) => own.includes(type) && !values);
}

interface AwardStageOptions extends Pick<StageOptions, 'model' | 'kept'> {
  readonly links: readonly LinkSource[];
  /** Of these links, in their order. */
  readonly seen: SeenLinks;
}

function awardStage(
  load: GraphLoad,
  plan: GraphPlan,
  { model, kept, links, seen }: AwardStageOptions,
): LoadStage {
  const rows = function* (): Generator<NodeRow & { readonly row: number }> {
    for (const award of plan.awards.values()) {
      const key = model.award.keyOf(award.award_key);
      const identity = JSON.stringify([kept.digestOf(award.row), endsOf(model, award)]);
      const rowHash = hash('sha256', identity).slice(0, 16);
      const ends = links.map((one) => one.endsOf(award).find((end) => end !== key));
      yield { key, rowHash, ends, row: award.row };
    }
  };
  return nodeStage(load, {
    ...{ name: 'awards', label: model.award.label, rows, seen },
    detachOnUpdate: awardRelationships(model),
    readValues: (some) => kept.read(some.map(({ row }) => row)),
  });
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
  let keys: ReadonlySet<string> | undefined;
  const submitted = {
    size: plan.awards.size,
    has: (key: string): boolean => {
      // Made when it is needed: the other stages have no room to spare for it.
      keys ??= new Set([...plan.awards.keys()].map(award.keyOf));
      return keys.has(key);
    },
  };
  return sweepStage(load, { name: 'sweep', label: award.label, submitted });
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
