import type { JsonObject } from '@pipelines/core';
import type { ExecutionSummary, Registry } from '../executions/registry.ts';
import { ApiError } from './api-errors.ts';
import { checkStandard, readQualifiedMachine } from './arn-members.ts';
import { describedRedrives } from './describe-execution.ts';
import { readMapRun } from './map-runs.ts';
import { epochSeconds, present, type OperationContext } from './operation.ts';
import { nextToken, readPage } from './page-token.ts';
import { membersOf, type RequestMembers } from './request-members.ts';

/** In the order in which AWS lists them in its error. */
const STATUSES = [
  'SUCCEEDED',
  'TIMED_OUT',
  'PENDING_REDRIVE',
  'ABORTED',
  'FAILED',
  'RUNNING',
] as const;

const LONGEST_ARN = 256;

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html */
export function listExecutions(body: JsonObject, { registry }: OperationContext): JsonObject {
  const members = membersOf(body);
  const status = members.optionalOneOf('statusFilter', STATUSES);
  const redrive = members.optionalOneOf('redriveFilter', ['REDRIVEN', 'NOT_REDRIVEN']);
  const machineText = members.optionalText('stateMachineArn', { max: LONGEST_ARN });
  const mapRunText = members.optionalText('mapRunArn', { max: 2_000 });
  const scope = `executions of ${machineText ?? mapRunText} ${status} ${redrive}`;
  const page = readPage(members, scope);
  if (machineText !== undefined && mapRunText !== undefined) {
    const text = 'Must specify either stateMachineArn or mapRunArn, not both';
    throw new ApiError('ValidationException', text);
  }
  const all =
    mapRunText === undefined
      ? executionsOfMachine(members, registry)
      : registry.childExecutions(readMapRun(body, registry).arn);
  const executions = all
    .filter((execution) => status === undefined || execution.status === status)
    .filter(({ redrives }) => redrive === undefined || redrive === filterOf(redrives));
  return present({
    executions: executions.slice(page.from, page.from + page.count).map(listed),
    nextToken: nextToken(page, executions.length, scope),
  });
}

function executionsOfMachine(
  members: RequestMembers,
  registry: Registry,
): readonly ExecutionSummary[] {
  const { machine, versionArn, aliasArn } = readQualifiedMachine(members, registry);
  checkStandard(machine);
  return registry
    .executions(machine.arn)
    .filter((execution) => versionArn === undefined || execution.versionArn === versionArn)
    .filter((execution) => aliasArn === undefined || execution.aliasArn === aliasArn);
}

function listed(execution: ExecutionSummary): JsonObject {
  return present({
    executionArn: execution.arn,
    stateMachineArn: execution.machineArn,
    stateMachineVersionArn: execution.versionArn,
    stateMachineAliasArn: execution.aliasArn,
    mapRunArn: execution.mapRunArn,
    itemCount: execution.itemCount,
    name: execution.name,
    status: execution.status,
    startDate: epochSeconds(execution.startMs),
    stopDate: execution.stopMs === undefined ? undefined : epochSeconds(execution.stopMs),
    ...describedRedrives(execution),
  });
}

function filterOf({ length }: readonly unknown[]): 'REDRIVEN' | 'NOT_REDRIVEN' {
  return length > 0 ? 'REDRIVEN' : 'NOT_REDRIVEN';
}
