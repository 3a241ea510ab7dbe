import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { allow } from './allow.ts';

/** Where a machine is; a stack has these members. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/**
 * What a machine needs to run the items of a distributed Map: start itself, follow and stop what it
 * started, and start failed items again. By names, as the machine needs its role before it exists.
 *
 * Source: Step Functions Developer Guide, "IAM policies for using Distributed Map states".
 */
export function mapRunStatements(
  place: Place,
  machineName: string,
  label: string,
): readonly PolicyStatement[] {
  const [ofRun, ofItems] = mapRunResources(place, machineName, label);
  const machine = `${statesArn(place)}:stateMachine:${machineName}`;
  return [
    allow('StartItems', ['states:StartExecution'], [machine]),
    allow('FollowItems', ['states:DescribeExecution', 'states:StopExecution'], [ofRun]),
    allow('RedriveItems', ['states:RedriveExecution'], [ofItems]),
  ];
}

/** ARNs of the executions of a machine, and of the items of its Map Run: their names are made later. */
export function mapRunResources(
  place: Place,
  machineName: string,
  label: string,
): readonly [string, string] {
  const execution = `${statesArn(place)}:execution:${machineName}`;
  return [`${execution}:*`, `${execution}/${label}:*`];
}

function statesArn({ partition, region, account }: Place): string {
  return `arn:${partition}:states:${region}:${account}`;
}
