import type { ResetNeo4jBody, ResetNeo4jEvent } from '@pipelines/contracts';
import type { Graph } from '@pipelines/neo4j-load';
import { resetAwards } from '../graph/reset-awards.ts';

/**
 * Empty the graph of awards, or count what that would delete.
 *
 * @throws {GraphResetRefusedError} unless it is asked for, confirmed by the database's name, and
 *   allowed here
 * Source: sbir-contracts.md section 5.5
 */
export async function resetNeo4j(
  event: ResetNeo4jEvent,
  { graph, isAllowed }: { readonly graph: Graph; readonly isAllowed: boolean },
): Promise<ResetNeo4jBody> {
  const isDryRun = event.dry_run;
  const counts = await resetAwards(graph, {
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
