import { createStateMachine } from './create-state-machine.ts';
import { describeExecution } from './describe-execution.ts';
import { describeStateMachine } from './describe-state-machine.ts';
import { getExecutionHistory } from './get-execution-history.ts';
import { listExecutions } from './list-executions.ts';
import { listStateMachines } from './list-state-machines.ts';
import type { Operation } from './operation.ts';
import { startExecution } from './start-execution.ts';
import { stopExecution } from './stop-execution.ts';

/** The operations that are answered, by their name in `X-Amz-Target: AWSStepFunctions.<name>`. */
export const operations: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['CreateStateMachine', createStateMachine],
  ['DescribeExecution', describeExecution],
  ['DescribeStateMachine', describeStateMachine],
  ['GetExecutionHistory', getExecutionHistory],
  ['ListExecutions', listExecutions],
  ['ListStateMachines', listStateMachines],
  ['StartExecution', startExecution],
  ['StopExecution', stopExecution],
]);
