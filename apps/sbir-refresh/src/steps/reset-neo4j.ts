import type { ResetNeo4jBody, ResetNeo4jEvent } from '@pipelines/contracts';
import type { Graph } from '@pipelines/neo4j-load';
import { graphModelOf, type GraphProfileName } from '../graph/graph-models.ts';
import { resetAwards } from '../graph/reset-awards.ts';
import { lockOwnerOf } from './lock-owner.ts';

/** Port and settings of reset-neo4j. */
export interface ResetPorts {
  readonly graph: Graph;
  /** Not ALLOW_GRAPH_RESET=false. */
  readonly isAllowed: boolean;
  /** GRAPH_PROFILE: of an event that names none. */
  readonly graphProfile?: GraphProfileName;
}

/**
 * Empty the graph of awards, or count what that would delete.
 *
 * @throws {GraphResetRefusedError} unless it is asked for, confirmed by the database's name, and
 *   allowed here
 * @throws {LockHeldError} naming who loads the same graph; another attempt may pass
 * Source: sbir-contracts.md section 5.5
 */
export async function resetNeo4j(
  event: ResetNeo4jEvent,
  { graph, isAllowed, graphProfile }: ResetPorts,
): Promise<ResetNeo4jBody> {
  const isDryRun = event.dry_run;
  const counts = await resetAwards(graph, {
    model: graphModelOf(event.graph_profile ?? graphProfile),
    owner: lockOwnerOf(event, 'a reset by hand'),
    isAsked: event.reset_neo4j,
    confirmation: event.confirm_reset,
    isAllowed,
    isDryRun,
  });
  return {
    status: 'success',
    dry_run: isDryRun,
    database: graph.database,
    deleted: isDryRun ? null : { ...counts },
    would_delete: isDryRun ? { ...counts } : null,
  };
}
