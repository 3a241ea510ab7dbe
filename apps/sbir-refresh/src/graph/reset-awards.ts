import {
  checkResetAllowed,
  countByLabel,
  deleteWhereLabel,
  deleteWhereType,
  deleteWhereUnattached,
  takeGraphLock,
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
  /** Who resets: nobody else may be loading or resetting the same graph. */
  readonly owner: string;
  readonly isDryRun: boolean;
}

/**
 * Delete the awards and what only they held, batch by batch; or count it, for a dry run.
 *
 * Constraints stay, and so does every company, researcher or institution to which another system
 * has attached something. Safe to repeat. A dry run needs no confirmation.
 *
 * @throws {GraphResetRefusedError} before anything is deleted
 * @throws {LockHeldError} naming who loads or resets; a dry run asks nobody
 * Source: sbir-contracts.md section 5.5
 */
export async function resetAwards(
  graph: Graph,
  { owner, ...options }: ResetAwardsOptions,
): Promise<ResetCounts> {
  if (options.isDryRun) return deleteAwards(graph, options);
  checkResetAllowed({ ...options, database: graph.database });
  const lock = await takeGraphLock(graph, { name: options.model.profile.name, owner });
  try {
    const counts = await deleteAwards(lock.graph, options);
    await lock.release();
    return counts;
  } catch (error) {
    await lock.giveUpAfter(error);
    throw error;
  }
}

async function deleteAwards(
  graph: Graph,
  { model, isDryRun }: Pick<ResetAwardsOptions, 'model' | 'isDryRun'>,
): Promise<ResetCounts> {
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
