import { createActivity, deleteActivity, describeActivity, listActivities } from './activities.ts';
import { createStateMachine } from './create-state-machine.ts';
import { deleteStateMachine } from './delete-state-machine.ts';
import { describeExecution } from './describe-execution.ts';
import { describeStateMachineForExecution } from './describe-state-machine-for-execution.ts';
import { describeStateMachine } from './describe-state-machine.ts';
import { getExecutionHistory } from './get-execution-history.ts';
import { listExecutions } from './list-executions.ts';
import { listStateMachines } from './list-state-machines.ts';
import { describeMapRun, listMapRuns } from './map-runs.ts';
import type { Operation } from './operation.ts';
import { redriveExecution } from './redrive-execution.ts';
import { startExecution } from './start-execution.ts';
import { startSyncExecution } from './start-sync-execution.ts';
import {
  createStateMachineAlias,
  deleteStateMachineAlias,
  describeStateMachineAlias,
  listStateMachineAliases,
  updateStateMachineAlias,
} from './state-machine-aliases.ts';
import {
  deleteStateMachineVersion,
  listStateMachineVersions,
  publishStateMachineVersion,
} from './state-machine-versions.ts';
import { stopExecution } from './stop-execution.ts';
import { listTagsForResource, tagResource, untagResource } from './tags.ts';
import {
  getActivityTask,
  sendTaskFailure,
  sendTaskHeartbeat,
  sendTaskSuccess,
} from './task-tokens.ts';
import { testState } from './test-state.ts';
import { updateMapRun } from './update-map-run.ts';
import { updateStateMachine } from './update-state-machine.ts';
import { validateStateMachineDefinition } from './validate-state-machine-definition.ts';

/** The operations that are answered, by their name in `X-Amz-Target: AWSStepFunctions.<name>`. */
export const operations: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['CreateActivity', createActivity],
  ['CreateStateMachine', createStateMachine],
  ['CreateStateMachineAlias', createStateMachineAlias],
  ['DeleteActivity', deleteActivity],
  ['DeleteStateMachine', deleteStateMachine],
  ['DeleteStateMachineAlias', deleteStateMachineAlias],
  ['DeleteStateMachineVersion', deleteStateMachineVersion],
  ['DescribeActivity', describeActivity],
  ['DescribeExecution', describeExecution],
  ['DescribeMapRun', describeMapRun],
  ['DescribeStateMachine', describeStateMachine],
  ['DescribeStateMachineAlias', describeStateMachineAlias],
  ['DescribeStateMachineForExecution', describeStateMachineForExecution],
  ['GetActivityTask', getActivityTask],
  ['GetExecutionHistory', getExecutionHistory],
  ['ListActivities', listActivities],
  ['ListExecutions', listExecutions],
  ['ListMapRuns', listMapRuns],
  ['ListStateMachineAliases', listStateMachineAliases],
  ['ListStateMachines', listStateMachines],
  ['ListStateMachineVersions', listStateMachineVersions],
  ['ListTagsForResource', listTagsForResource],
  ['PublishStateMachineVersion', publishStateMachineVersion],
  ['RedriveExecution', redriveExecution],
  ['SendTaskFailure', sendTaskFailure],
  ['SendTaskHeartbeat', sendTaskHeartbeat],
  ['SendTaskSuccess', sendTaskSuccess],
  ['StartExecution', startExecution],
  ['StartSyncExecution', startSyncExecution],
  ['StopExecution', stopExecution],
  ['TagResource', tagResource],
  ['TestState', testState],
  ['UntagResource', untagResource],
  ['UpdateMapRun', updateMapRun],
  ['UpdateStateMachine', updateStateMachine],
  ['UpdateStateMachineAlias', updateStateMachineAlias],
  ['ValidateStateMachineDefinition', validateStateMachineDefinition],
]);
