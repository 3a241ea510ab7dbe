import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';

/**
 * What the Lambda service does in the name of every function: write its logs and traces.
 *
 * @param logGroupArn - of the function's own log group, ending in `:*`
 */
export function runtimeStatements(logGroupArn: string): readonly PolicyStatement[] {
  return [
    new PolicyStatement({
      sid: 'WriteLogs',
      effect: Effect.ALLOW,
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroupArn],
    }),
    traceStatement(),
  ];
}

/** X-Ray knows no resources: see allowed-wildcards.ts. */
export function traceStatement(): PolicyStatement {
  return new PolicyStatement({
    sid: 'WriteTraces',
    effect: Effect.ALLOW,
    actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
    resources: ['*'],
  });
}

/** What Lambda needs to put a function into a network; EC2 knows no resources for it. */
export function networkStatement(): PolicyStatement {
  return new PolicyStatement({
    sid: 'UseNetworkInterfaces',
    effect: Effect.ALLOW,
    actions: [
      'ec2:AssignPrivateIpAddresses',
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:UnassignPrivateIpAddresses',
    ],
    resources: ['*'],
  });
}
