import { GraphCapacityError, GraphResetRefusedError } from './graph-errors.ts';

/**
 * Refuse a load that a small graph cannot hold, before it begins.
 *
 * @param maxNodes - NEO4J_MAX_NODES; undefined sets no limit
 * @throws {GraphCapacityError} with both numbers
 */
export function checkCapacity(estimatedNodes: number, maxNodes: number | undefined): void {
  if (maxNodes !== undefined && estimatedNodes > maxNodes) {
    throw new GraphCapacityError(estimatedNodes, maxNodes);
  }
}

/** What a reset must bring along. */
export interface ResetRequest {
  /** `reset_neo4j` of the event. */
  readonly isAsked: boolean;
  /** `confirm_reset` of the event: the name of the database, typed by a person. */
  readonly confirmation: string | undefined;
  /** The one that the graph is connected to. */
  readonly database: string;
  /** Not ALLOW_GRAPH_RESET=false. */
  readonly isAllowed: boolean;
}

/**
 * Refuse a reset that was not asked for, not confirmed, or not allowed here.
 *
 * @throws {GraphResetRefusedError} which says what is missing
 * Source: sbir-contracts.md section 5.5
 */
export function checkResetAllowed(request: ResetRequest): void {
  if (!request.isAllowed) {
    throw new GraphResetRefusedError('Reset refused: ALLOW_GRAPH_RESET is false here');
  }
  if (!request.isAsked) throw new GraphResetRefusedError('Reset refused: reset_neo4j is not true');
  if (request.confirmation !== request.database) {
    throw new GraphResetRefusedError(
      `Reset refused: confirm_reset must be the name of the database, "${request.database}"`,
    );
  }
}
