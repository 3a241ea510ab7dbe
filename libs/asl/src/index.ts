export { evaluateChoiceRule } from './choice/evaluate-choice-rule.ts';
export {
  type Diagnostic,
  type DiagnosticCode,
  InvalidDefinitionError,
} from './definition/diagnostic.ts';
export { listVariableReferences } from './definition/list-variable-references.ts';
export { parseDefinition } from './definition/parse-definition.ts';
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
export { type DefinitionOptions, validateDefinition } from './definition/validate-definition.ts';
export {
  AslSyntaxError,
  EvaluationError,
  PathNotFoundError,
  QueryEvaluationError,
} from './errors.ts';
export { evaluateJsonata } from './jsonata/evaluate-jsonata.ts';
export { type JsonataAnswer, type JsonataQuestion } from './jsonata/question.ts';
export { evaluateIntrinsic } from './intrinsics/evaluate-intrinsic.ts';
export {
  type IntrinsicArgument,
  type IntrinsicCall,
  type IntrinsicName,
} from './intrinsics/intrinsic.ts';
export { isIntrinsic, parseIntrinsic } from './intrinsics/parse-intrinsic.ts';
export { evaluatePath, findPath, type PathResult } from './paths/evaluate-path.ts';
export { isPath, parsePath } from './paths/parse-path.ts';
export { type Path } from './paths/path.ts';
export { parseReferencePath, writeReferencePath } from './paths/write-reference-path.ts';
export { type HashAlgorithm, type Host, type Scope } from './scope.ts';
export { evaluateStringExpression, evaluateTemplate } from './templates/evaluate-template.ts';
export { formatTimestamp } from './timestamps/format-timestamp.ts';
export { parseTimestamp } from './timestamps/parse-timestamp.ts';
export {
  type ErrorDetails,
  type HistoryEvent,
  type HistoryEventDetails,
} from './history/history-event.ts';
export {
  type Effect,
  type ExecutionEnd,
  type MapRunCall,
  type TaskCall,
} from './machine/effect.ts';
export { type EngineEvent, type MapRunEnd } from './machine/engine-event.ts';
export { type BatcherPlan, type ReaderPlan, type WriterPlan } from './states/map-run-plan.ts';
export { toleratedAmong, type Tolerance } from './states/map-limits.ts';
export { batchItems } from './items/batch-items.ts';
export { csvItems } from './items/csv-items.ts';
export { ItemReaderError } from './items/item-reader-error.ts';
export { inventoryOf, jsonItems, jsonLineItems } from './items/json-items.ts';
export { selectItem } from './states/select-item.ts';
export {
  createExecutionState,
  type ExecutionOptions,
  type ExecutionSettings,
  type ExecutionState,
} from './machine/execution-state.ts';
export { MAX_PAYLOAD_BYTES } from './payload.ts';
export { MAX_EVENTS } from './machine/record.ts';
export { step } from './machine/step.ts';
export { createRedrivenState } from './redrive/redriven-state.ts';
export { parseTaskResource, type TaskResource } from './states/task-resource.ts';
export { testState, type TestStateOptions } from './test-state/test-state.ts';
export {
  type CallTask,
  type StateMock,
  type TaskOutcome,
  TestStateError,
  type TestStateRequest,
  type TestStateResponse,
} from './test-state/test-state-request.ts';
