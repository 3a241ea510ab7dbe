import {
  checkResetAllowed,
  countByLabel,
  deleteWhereLabel,
  deleteWhereType,
  deleteWhereUnattached,
  type Graph,
  type ResetRequest,
} from '@pipelines/neo4j-load';
import { awardCompanyProfile } from './award-company-profile.ts';

/** How many nodes and relationships a reset deleted, or would. */
export interface ResetCounts {
  readonly awards: number;
  readonly companies: number;
  readonly researchers: number;
  readonly institutions: number;
  /** AWARDS; the others go with their awards. */
  readonly relationships: number;
  /** All companies, those included that others have attached to. */
  readonly companies_total: number;
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
  { isDryRun, ...request }: Omit<ResetRequest, 'database'> & { readonly isDryRun: boolean },
): Promise<ResetCounts> {
  if (!isDryRun) checkResetAllowed({ ...request, database: graph.database });
  const companies_total = await countByLabel(graph, awardCompanyProfile, { label: 'Company' });
  const relationships = await deleteWhereType(graph, awardCompanyProfile, {
    type: 'AWARDS',
    isDryRun,
  });
  const awards = await deleteWhereLabel(graph, awardCompanyProfile, { label: 'Award', isDryRun });
  const researchers = await deleteUnattached(graph, 'Researcher', isDryRun);
  return {
    awards,
    companies: await deleteUnattached(graph, 'Company', isDryRun),
    researchers,
    institutions: await deleteUnattached(graph, 'ResearchInstitution', isDryRun),
    relationships,
    companies_total,
  };
}

/** A dry run takes the awards for gone. Who worked at a company still holds it, as in the real run. */
function deleteUnattached(graph: Graph, label: string, isDryRun: boolean): Promise<number> {
  return deleteWhereUnattached(graph, awardCompanyProfile, { label, besides: ['Award'], isDryRun });
}
