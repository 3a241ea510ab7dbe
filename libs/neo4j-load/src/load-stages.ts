import type { Clock } from '@pipelines/core';
import type { BatchSize } from './batch-size.ts';
import type { Graph } from './connect-graph.ts';
import type { NodeRow } from './encode-rows.ts';
import { deleteRelationships, unwantedRelationships } from './delete-relationships.ts';
import { nodeKindOf, relationshipKindOf, type GraphProfile } from './graph-profile.ts';
import type { LoadCounts } from './load-counts.ts';
import type { LoadStage } from './run-stages.ts';
import { tombstoneNodes, vanishedKeys } from './sweep-nodes.ts';
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
export function nodeStage(
  load: GraphLoad,
  stage: { readonly name: string; readonly label: string; readonly rows: Rows<NodeRow> } & Pick<
    UpsertNodesOptions,
    'detachOnUpdate'
  >,
): LoadStage {
  const { graph, profile, vintage } = load;
  const kind = nodeKindOf(profile, stage.label);
  const options = { vintage, detachOnUpdate: stage.detachOnUpdate ?? [] };
  return stageOf(load, {
    ...stage,
    write: (rows) => upsertNodes(graph, kind, { ...options, rows }),
  });
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
  },
): LoadStage {
  const { graph, profile } = load;
  const kind = relationshipKindOf(profile, stage.type);
  return stageOf(load, {
    name: stage.name,
    rows: () => orderByHub(stage.rows()),
    write: (rows) => upsertRelationships(graph, profile, { kind, rows }),
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

/** A stage that gives every live node that was not submitted its date of removal. */
export function sweepStage(
  load: GraphLoad,
  stage: {
    readonly name: string;
    readonly label: string;
    readonly isSubmitted: (key: string) => boolean;
  },
): LoadStage {
  const { graph, profile, vintage } = load;
  const kind = nodeKindOf(profile, stage.label);
  return stageOf<string>(load, {
    name: stage.name,
    isStartedAnew: true,
    rows: () => vanishedKeys(graph, kind, stage.isSubmitted),
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
