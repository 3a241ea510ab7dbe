export {
  type Catcher,
  type ChoiceBranch,
  type ChoiceState,
  type FailState,
  type ItemProcessor,
  type MapState,
  type ParallelState,
  type PassState,
  type QueryLanguage,
  type Retrier,
  type State,
  type StateGraph,
  type StateMachine,
  type StateMachineType,
  type StateType,
  type SucceedState,
  type TaskState,
  type WaitDelay,
  type WaitState,
} from './definition/state-machine.ts';
export {
  AslSyntaxError,
  EvaluationError,
  PathNotFoundError,
  UnsupportedDefinitionError,
} from './errors.ts';
export { type HashAlgorithm, type Host, type Scope } from './scope.ts';
