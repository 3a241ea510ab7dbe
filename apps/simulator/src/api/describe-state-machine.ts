import type { JsonObject } from '@pipelines/core';
import { readMachine } from './arn-members.ts';
import { epochSeconds, type OperationContext } from './operation.ts';
import { membersOf } from './request-members.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachine.html */
export function describeStateMachine(body: JsonObject, { registry }: OperationContext): JsonObject {
  const machine = readMachine(membersOf(body), registry);
  return {
    stateMachineArn: machine.arn,
    name: machine.name,
    status: 'ACTIVE',
    definition: machine.definitionText,
    roleArn: machine.roleArn,
    type: machine.type,
    creationDate: epochSeconds(machine.createdMs),
    loggingConfiguration: machine.loggingConfiguration ?? {
      level: 'OFF',
      includeExecutionData: false,
    },
    tracingConfiguration: machine.tracingConfiguration ?? { enabled: false },
  };
}
