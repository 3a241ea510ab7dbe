export {
  bindPlaceholders,
  listPlaceholders,
  PlaceholderMismatchError,
} from './bind-placeholders.ts';
export { ANSWERS_PREFIX, answersPrefixOf } from './container-branch.ts';
export { CHUNKS_LABEL, distributeChunks } from './distribute-chunks.ts';
export type { FunctionSpec } from './function-spec.ts';
export { functions } from './functions.ts';
export type { MachineSpec } from './machine-spec.ts';
export { machines } from './machines.ts';
export { nodeOptionsOf } from './node-options.ts';
export {
  longStates,
  NoLongStateError,
  runInContainer,
  type LongState,
} from './run-in-container.ts';
