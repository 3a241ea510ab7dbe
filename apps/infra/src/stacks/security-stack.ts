import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Names } from '../names.ts';

export interface SecurityStackProps extends StackProps {
  readonly names: Names;
}

/**
 * The key of logs, histories, queues and topics. The secrets exist before a deployment: functions
 * get their names, and their values are in no template.
 */
export class SecurityStack extends Stack {
  readonly key: Key;

  constructor(scope: Construct, id: string, props: SecurityStackProps) {
    super(scope, id, props);
    const { names } = props;
    this.key = new Key(this, 'OperationsKey', {
      alias: names.of('alias/sbir-analytics-operations'),
      description: 'Logs, execution histories, queues and topics of the pipelines',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.allowLogs();
    this.allowServices();
  }

  /** CloudWatch Logs may use the key for log groups of this account alone. */
  private allowLogs(): void {
    this.key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'LogGroups',
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal(`logs.${this.region}.amazonaws.com`)],
        actions: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'],
        // In a key's policy `*` is the key itself.
        resources: ['*'],
        conditions: {
          ArnLike: {
            'kms:EncryptionContext:aws:logs:arn': `arn:${this.partition}:logs:${this.region}:${this.account}:log-group:*`,
          },
        },
      }),
    );
  }

  /** Alarms and rules of this account put messages into encrypted topics and queues. */
  private allowServices(): void {
    this.key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'Notifications',
        effect: Effect.ALLOW,
        principals: [
          new ServicePrincipal('cloudwatch.amazonaws.com'),
          new ServicePrincipal('events.amazonaws.com'),
          new ServicePrincipal('delivery.logs.amazonaws.com'),
        ],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
  }
}
