import {
  checkResetAllowed,
  countByLabel,
  deleteWhereLabel,
  deleteWhereType,
  deleteWhereUnattached,
  type Graph,
  type NodeSelection,
  type ResetRequest,
} from '@pipelines/neo4j-load';
import type { AwardGraphModel } from './award-graph-model.ts';

/** How many nodes and relationships a reset deleted, or would. */
export interface ResetCounts {
  readonly awards: number;
  readonly companies: number;
  readonly researchers: number;
  readonly institutions: number;
  /** From awards to companies; the others go with their awards. */
  readonly relationships: number;
  /** All companies, those included that others have attached to. */
  readonly companies_total: number;
}

/** Which graph to reset, and what allows it. */
export interface ResetAwardsOptions extends Omit<ResetRequest, 'database'> {
  readonly model: AwardGraphModel;
  readonly isDryRun: boolean;
}

/**
 * Delete the awards and what only they held, batch by batch; or count it, for a dry run.
 *
 * Constraints stay, and so does every company, researcher or institution to which another system
 * has attached something. Safe to repeat. A dry run needs no confirmation.
 *
 * @throws {GraphResetRefusedError} before anything is deleted
 * Source: sbir-contracts.md section 5.5
 */
export async function resetAwards(
  graph: Graph,
  { model, isDryRun, ...request }: ResetAwardsOptions,
): Promise<ResetCounts> {
  if (!isDryRun) checkResetAllowed({ ...request, database: graph.database });
  const { profile, award, awardedTo, owned } = model;
  const companies_total = await countByLabel(graph, profile, owned.companies);
  const relationships = await deleteWhereType(graph, profile, { type: awardedTo.type, isDryRun });
  const awards = await deleteWhereLabel(graph, profile, { label: award.label, isDryRun });
  // A dry run takes the awards for gone. Who worked at a company still holds it, as in the real run.
  const deleteUnattached = (selection: NodeSelection): Promise<number> =>
    deleteWhereUnattached(graph, profile, { ...selection, besides: [award.label], isDryRun });
  const researchers = await deleteUnattached(owned.researchers);
  return {
    awards,
    companies: await deleteUnattached(owned.companies),
    researchers,
    institutions: await deleteUnattached(owned.institutions),
    relationships,
    companies_total,
  };
}
