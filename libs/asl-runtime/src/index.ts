export { createEngine, type Engine, type EngineOptions } from './engine.ts';
export {
  type Execution,
  type ExecutionResult,
  type Machine,
  type RedriveOptions,
  type StartOptions,
} from './execution.ts';
export type { HistoryEvent } from '@pipelines/asl';
export { createCounts } from './map-runs/counts.ts';
export { type MapRunChild } from './map-runs/child-record.ts';
export {
  type MapRun,
  type MapRunCounts,
  type MapRunLimits,
  type PriorMapRun,
} from './map-runs/map-run.ts';
export { type ObjectStore } from './map-runs/object-store.ts';
export { createNodeHost } from './node-host.ts';
export { TaskCancelledError } from './task-calls.ts';
export {
  TaskFailure,
  type TaskProgress,
  type TaskRequest,
  type TaskRunner,
} from './task-runner.ts';
