import { FlowLogDestination, type Vpc } from 'aws-cdk-lib/aws-ec2';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { allow } from '../grants/allow.ts';
import { createMonthOfLogs } from './month-of-logs.ts';

/** Write down who spoke with whom in a network, for a month, with a role for that alone. */
export function addFlowLogs(scope: Construct, vpc: Vpc, key: IKey): void {
  const logGroup = createMonthOfLogs(scope, 'FlowLogs', { key });
  const role = new Role(scope, 'FlowLogRole', {
    assumedBy: new ServicePrincipal('vpc-flow-logs.amazonaws.com'),
  });
  new ManagedPolicy(scope, 'FlowLogPolicy', {
    roles: [role],
    statements: [
      allow(
        'WriteFlowLogs',
        ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
        [logGroup.logGroupArn],
      ),
    ],
  });
  vpc.addFlowLog('FlowLog', {
    destination: FlowLogDestination.toCloudWatchLogs(logGroup, role.withoutPolicyUpdates()),
  });
}
