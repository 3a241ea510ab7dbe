export { createBatchSize, type BatchSize } from './batch-size.ts';
export {
  connectGraph,
  type Graph,
  type GraphOptions,
  type GraphRow,
  type GraphTransaction,
  type GraphWrites,
} from './connect-graph.ts';
export { countByLabel, countByProperty, countByType, type GroupCount } from './count-graph.ts';
export {
  deleteWhereLabel,
  deleteWhereType,
  deleteWhereUnattached,
  type DeleteOptions,
} from './delete-where.ts';
export { checkCapacity, checkResetAllowed, type ResetRequest } from './guards.ts';
export { ensureSchema } from './ensure-schema.ts';
export { checkGraphUri } from './graph-address.ts';
export {
  GraphAddressRefusedError,
  GraphAuthenticationError,
  GraphCapacityError,
  GraphResetRefusedError,
  GraphSchemaError,
  GraphStatementError,
  GraphUnavailableError,
  GraphValueError,
  LockHeldError,
  LockLostError,
} from './graph-errors.ts';
export { takeGraphLock, type GraphLock, type GraphLockOptions } from './graph-lock.ts';
export {
  defineGraphProfile,
  nodeKindOf,
  relationshipKindOf,
  type GraphProfile,
  type NodeKind,
  type NodeSelection,
  type PropertyType,
  type RelationshipKind,
} from './graph-profile.ts';
export { addCounts, NO_COUNTS, type LoadCounts } from './load-counts.ts';
export {
  deleteUnwantedStage,
  nodeStage,
  relationshipStage,
  sweepStage,
  type GraphLoad,
} from './load-stages.ts';
export type { NodeRow, ReadValues } from './node-rows.ts';
export type { PropertyValue, PropertyValues } from './property-values.ts';
export {
  runStages,
  UnknownStageError,
  type LoadCursor,
  type LoadStage,
  type RunStagesOptions,
  type StagesResult,
} from './run-stages.ts';
export type { SeenLinks } from './seen-links.ts';
export type { KeySet } from './sweep-nodes.ts';
export type { UpsertNodesOptions } from './upsert-nodes.ts';
export type { RelationshipRow } from './upsert-relationships.ts';
