import type { FunctionSpec } from '@pipelines/workflows';
import { Duration, Size } from 'aws-cdk-lib';
import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import {
  Effect,
  ManagedPolicy,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  Alias,
  Architecture,
  Code,
  Function as LambdaFunction,
  Runtime,
  Tracing,
  type IVersion,
} from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { networkStatement, runtimeStatements } from '../grants/runtime-statements.ts';
import { createMonthOfLogs } from './month-of-logs.ts';

/** What machines call; going back is moving it. */
export const LIVE_ALIAS = 'live';

/** The network that a function runs in. */
export interface FunctionNetwork {
  readonly vpc: IVpc;
  readonly subnets: SubnetSelection;
  readonly securityGroup: ISecurityGroup;
}

export interface PipelineFunctionProps {
  /** Row of the manifest. */
  readonly spec: FunctionSpec;
  readonly functionName: string;
  readonly roleName: string;
  /** The zip that `nx run <app>:package` wrote. */
  readonly zipPath: string;
  readonly environment: Readonly<Record<string, string>>;
  /** What it may do beside writing its logs and traces. */
  readonly statements: readonly PolicyStatement[];
  /** Encrypts the environment and the log group. */
  readonly key: IKey;
  readonly deadLetterQueue: IQueue;
  readonly reservedConcurrency: number | undefined;
  readonly network?: FunctionNetwork;
  /** Mask what looks like an SSN in the logs: a second net, the first is that none is logged. */
  readonly isMaskingSsns: boolean;
}

/**
 * A Lambda function as its row of the manifest says, with a role and a log group of its own.
 *
 * Machines call the alias `live`; `rollback` moves it to the version before.
 */
export class PipelineFunction extends Construct {
  readonly function: LambdaFunction;
  /** As it is deployed. */
  readonly functionName: string;
  readonly role: Role;
  /** Everything that the role allows. */
  readonly policy: ManagedPolicy;

  constructor(scope: Construct, id: string, props: PipelineFunctionProps) {
    super(scope, id);
    const { spec, functionName, network } = props;
    this.functionName = functionName;
    const logGroup = createMonthOfLogs(this, 'Logs', {
      logGroupName: `/aws/lambda/${functionName}`,
      key: props.key,
      isMaskingSsns: props.isMaskingSsns,
    });
    this.role = new Role(this, 'Role', {
      roleName: props.roleName,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    this.policy = new ManagedPolicy(this, 'Policy', {
      roles: [this.role],
      statements: [
        ...runtimeStatements(logGroup.logGroupArn),
        ...(network ? [networkStatement()] : []),
        ...props.statements,
        sendStatement(props.deadLetterQueue, props.key),
      ],
    });
    this.function = new LambdaFunction(this, 'Function', {
      functionName,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(props.zipPath),
      memorySize: spec.memoryMb,
      ephemeralStorageSize: Size.mebibytes(spec.ephemeralMb ?? 512),
      timeout: Duration.seconds(spec.timeoutSeconds),
      // What follows must not add statements of its own to the role.
      role: this.role.withoutPolicyUpdates(),
      environment: { ...props.environment },
      environmentEncryption: props.key,
      tracing: Tracing.ACTIVE,
      logGroup,
      deadLetterQueue: props.deadLetterQueue,
      ...(props.reservedConcurrency !== undefined && {
        reservedConcurrentExecutions: props.reservedConcurrency,
      }),
      ...(network && {
        vpc: network.vpc,
        vpcSubnets: network.subnets,
        securityGroups: [network.securityGroup],
      }),
    });
    this.function.node.addDependency(this.policy);
    new Alias(this, 'Live', {
      aliasName: LIVE_ALIAS,
      // `as`: the CDK's classes fit their interfaces but for exactOptionalPropertyTypes.
      version: this.function.currentVersion as IVersion,
    });
  }
}

function sendStatement(queue: IQueue, key: IKey): PolicyStatement {
  return new PolicyStatement({
    sid: 'SendFailedEvents',
    effect: Effect.ALLOW,
    actions: ['sqs:SendMessage', 'kms:Decrypt', 'kms:GenerateDataKey'],
    resources: [queue.queueArn, key.keyArn],
  });
}
