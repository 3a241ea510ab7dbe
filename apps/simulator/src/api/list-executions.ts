import type { JsonObject } from '@pipelines/core';
import { checkStandard, readQualifiedMachine } from './arn-members.ts';
import { describedRedrives } from './describe-execution.ts';
import { epochSeconds, present, type OperationContext } from './operation.ts';
import { nextToken, readPage } from './page-token.ts';
import { membersOf } from './request-members.ts';

/** In the order in which AWS lists them in its error. */
const STATUSES = [
  'SUCCEEDED',
  'TIMED_OUT',
  'PENDING_REDRIVE',
  'ABORTED',
  'FAILED',
  'RUNNING',
] as const;

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html */
export function listExecutions(body: JsonObject, { registry }: OperationContext): JsonObject {
  const members = membersOf(body);
  const status = members.optionalOneOf('statusFilter', STATUSES);
  const redrive = members.optionalOneOf('redriveFilter', ['REDRIVEN', 'NOT_REDRIVEN']);
  const machineText = members.optionalText('stateMachineArn', { max: 256 });
  const scope = `executions of ${machineText} ${status} ${redrive}`;
  const page = readPage(members, scope);
  const { machine, versionArn, aliasArn } = readQualifiedMachine(members, registry);
  checkStandard(machine);
  const executions = registry
    .executions(machine.arn)
    .filter((execution) => status === undefined || execution.status === status)
    .filter(({ redrives }) => redrive === undefined || redrive === filterOf(redrives))
    .filter((execution) => versionArn === undefined || execution.versionArn === versionArn)
    .filter((execution) => aliasArn === undefined || execution.aliasArn === aliasArn);
  return present({
    executions: executions.slice(page.from, page.from + page.count).map((execution) =>
      present({
        executionArn: execution.arn,
        stateMachineArn: execution.machineArn,
        stateMachineVersionArn: execution.versionArn,
        stateMachineAliasArn: execution.aliasArn,
        name: execution.name,
        status: execution.status,
        startDate: epochSeconds(execution.startMs),
        stopDate: execution.stopMs === undefined ? undefined : epochSeconds(execution.stopMs),
        ...describedRedrives(execution),
      }),
    ),
    nextToken: nextToken(page, executions.length, scope),
  });
}

function filterOf({ length }: readonly unknown[]): 'REDRIVEN' | 'NOT_REDRIVEN' {
  return length > 0 ? 'REDRIVEN' : 'NOT_REDRIVEN';
}
