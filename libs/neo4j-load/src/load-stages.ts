import type { Clock } from '@pipelines/core';
import type { BatchSize } from './batch-size.ts';
import type { Graph } from './connect-graph.ts';
import { deleteRelationships, unwantedRelationships } from './delete-relationships.ts';
import {
  nodeKindOf,
  relationshipKindOf,
  type GraphProfile,
  type NodeKind,
} from './graph-profile.ts';
import { addCounts, NO_COUNTS, type LoadCounts } from './load-counts.ts';
import type { LoadStage } from './run-stages.ts';
import type { NodeRow } from './node-rows.ts';
import type { SeenLinks } from './seen-links.ts';
import { tombstoneNodes, vanishedKeys, type KeySet } from './sweep-nodes.ts';
import { upsertNodes, type UpsertNodesOptions } from './upsert-nodes.ts';
import { orderByHub } from './order-by-hub.ts';
import { upsertRelationships, type RelationshipRow } from './upsert-relationships.ts';
import { writeBatches } from './write-batches.ts';

/** Where and how the stages of a load write. */
export interface GraphLoad {
  readonly graph: Graph;
  readonly profile: GraphProfile;
  /** Shared by all stages: what the server can take in one is what it can take in the next. */
  readonly batchSize: BatchSize;
  readonly clock: Clock;
  /** 'YYYY-MM-DD' */
  readonly vintage: string;
}

/** Rows in a fixed order, as often as asked for. */
type Rows<Row> = () => Iterable<Row> | AsyncIterable<Row>;

/** A stage that merges nodes; keys are distinct over the whole stage. */
export function nodeStage<Row extends NodeRow>(
  load: GraphLoad,
  { name, rows, ...options }: NodeStageOptions<Row>,
): LoadStage {
  const { graph, profile, vintage } = load;
  let isNew: Promise<boolean> | undefined;
  return stageOf<Row>(load, {
    ...{ name, rows },
    write: async (some) => {
      isNew ??= hasNone(graph, nodeKindOf(profile, options.label));
      const how = { vintage, isNew: await isNew };
      return upsertNodes(graph, profile, { ...options, ...how, rows: some });
    },
  });
}

async function hasNone(graph: Graph, { label }: NodeKind): Promise<boolean> {
  for await (const _ of graph.read(`MATCH (n:${label}) RETURN 1 LIMIT 1`)) return false;
  return true;
}

/** What a stage of nodes writes, and how. */
export interface NodeStageOptions<Row extends NodeRow> extends Omit<
  UpsertNodesOptions<Row>,
  'vintage' | 'isNew'
> {
  readonly name: string;
  readonly rows: Rows<Row>;
}

/**
 * A stage that merges relationships, all of a much linked node in a row: windows that are written at
 * the same time hardly ever wait for one another's nodes.
 */
export function relationshipStage(
  load: GraphLoad,
  stage: {
    readonly name: string;
    readonly type: string;
    /** In a fixed order, all in memory. */
    readonly rows: () => Iterable<RelationshipRow>;
    /** Relationships of the nodes in it are there already, and are not asked for again. */
    readonly seen?: SeenLinks | undefined;
  },
): LoadStage {
  const { graph, profile } = load;
  const kind = relationshipKindOf(profile, stage.type);
  const keys = stage.seen?.types.includes(stage.type) ? stage.seen.keys : new Set<string>();
  const end = stage.seen?.label === kind.from ? 'from' : 'to';
  return stageOf<RelationshipRow>(load, {
    name: stage.name,
    rows: () => orderByHub(stage.rows()),
    write: async (rows) => {
      const unseen = keys.size === 0 ? rows : rows.filter((row) => !keys.has(row[end]));
      const seen = rows.length - unseen.length;
      const known = { ...NO_COUNTS, submitted: seen, unchanged: seen };
      if (unseen.length === 0) return known;
      return addCounts(known, await upsertRelationships(graph, profile, { kind, rows: unseen }));
    },
  });
}

/** A stage that deletes the relationships of a type that were not computed this time. */
export function deleteUnwantedStage(
  load: GraphLoad,
  stage: {
    readonly name: string;
    readonly type: string;
    readonly isWanted: (from: string, to: string) => boolean;
  },
): LoadStage {
  const { graph, profile } = load;
  const kind = relationshipKindOf(profile, stage.type);
  const { isWanted } = stage;
  return stageOf<RelationshipRow>(load, {
    name: stage.name,
    isStartedAnew: true,
    rows: () => unwantedRelationships(graph, profile, { kind, isWanted }),
    write: (rows) => deleteRelationships(graph, profile, { kind, rows }),
  });
}

/**
 * A stage that gives every live node that was not submitted its date of removal. It follows the stage
 * that loaded what was: where as many nodes live as were submitted, none is asked for its key.
 */
export function sweepStage(
  load: GraphLoad,
  stage: {
    readonly name: string;
    readonly label: string;
    readonly submitted: KeySet;
  },
): LoadStage {
  const { graph, profile, vintage } = load;
  const kind = nodeKindOf(profile, stage.label);
  return stageOf<string>(load, {
    name: stage.name,
    isStartedAnew: true,
    rows: () => vanishedKeys(graph, kind, stage.submitted),
    write: (keys) => tombstoneNodes(graph, kind, { keys, vintage }),
  });
}

interface StageParts<Row> {
  readonly name: string;
  readonly isStartedAnew?: boolean;
  readonly rows: Rows<Row>;
  readonly write: (rows: readonly Row[]) => Promise<LoadCounts>;
}

function stageOf<Row>({ batchSize, clock }: GraphLoad, parts: StageParts<Row>): LoadStage {
  const { name, isStartedAnew = false, rows, write } = parts;
  const options = { batchSize, clock, write };
  return {
    name,
    isStartedAnew,
    items: rows,
    // The items are this stage's own: `rows` made them.
    write: (items) => writeBatches(items as readonly Row[], options),
  };
}
