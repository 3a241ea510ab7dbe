export {
  bindPlaceholders,
  listPlaceholders,
  PlaceholderMismatchError,
} from './bind-placeholders.ts';
export { functions, type FunctionSpec } from './functions.ts';
export { machines, type MachineSpec } from './machines.ts';
