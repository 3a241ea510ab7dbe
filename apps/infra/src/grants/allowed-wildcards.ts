/** A statement that may have the resource `*`, and why AWS leaves no other choice. */
export interface AllowedWildcard {
  readonly actions: readonly string[];
  readonly reason: string;
}

/**
 * Every action that may be allowed on `*`; the walk over all policies knows no other exception.
 *
 * Source: the Service Authorization Reference, "Resource types" of each action.
 */
export const allowedWildcards: readonly AllowedWildcard[] = [
  {
    actions: ['ecr:GetAuthorizationToken'],
    reason: 'ECR hands out one token for a whole registry; what is fetched with it is named.',
  },
  {
    actions: [
      'xray:PutTraceSegments',
      'xray:PutTelemetryRecords',
      'xray:GetSamplingRules',
      'xray:GetSamplingTargets',
    ],
    reason: 'X-Ray supports no resource-level permissions.',
  },
  {
    actions: [
      'ec2:AssignPrivateIpAddresses',
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:UnassignPrivateIpAddresses',
    ],
    reason: 'Lambda checks its network permissions before any interface exists.',
  },
  {
    actions: [
      'logs:CreateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:DescribeLogGroups',
      'logs:DescribeResourcePolicies',
      'logs:GetLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:UpdateLogDelivery',
    ],
    reason: 'Vended logs of Step Functions: CloudWatch Logs has no resources for deliveries.',
  },
];
