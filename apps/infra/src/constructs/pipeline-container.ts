import type { FunctionSpec } from '@pipelines/workflows';
import { Duration } from 'aws-cdk-lib';
import { DockerImageAsset, Platform } from 'aws-cdk-lib/aws-ecr-assets';
import {
  ContainerImage,
  CpuArchitecture,
  FargateTaskDefinition,
  LogDrivers,
  OperatingSystemFamily,
} from 'aws-cdk-lib/aws-ecs';
import { ManagedPolicy, Role, ServicePrincipal, type PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { ContainerSize } from '../container-settings.ts';
import { launchStatements } from '../grants/container-statements.ts';
import { createMonthOfLogs } from './month-of-logs.ts';

const ECS = 'ecs-tasks.amazonaws.com';
/** Time to say that it was told to stop; the most that Fargate gives. */
const STOP_SECONDS = 120;

export interface PipelineContainerProps {
  /** Row of the manifest. */
  readonly spec: FunctionSpec;
  readonly size: ContainerSize;
  /** Name of the task definition. */
  readonly family: string;
  readonly roleName: string;
  readonly launchRoleName: string;
  /** The folder that `nx run container:package` wrote. */
  readonly imageDir: string;
  readonly environment: Readonly<Record<string, string>>;
  /** What the function may do, and that it answers its machines. */
  readonly statements: readonly PolicyStatement[];
  /** Encrypts the logs. */
  readonly key: IKey;
  /** Mask what looks like an SSN in the logs: a second net, the first is that none is logged. */
  readonly isMaskingSsns: boolean;
}

/**
 * A function as a task of ECS Fargate, with a role, a role to start it, and a log group of its own.
 * Its root is read-only: it writes below `/tmp`.
 */
export class PipelineContainer extends Construct {
  readonly taskDefinition: FargateTaskDefinition;
  /** What the function may do. */
  readonly policy: ManagedPolicy;
  /** What ECS may do to start it. */
  readonly launchPolicy: ManagedPolicy;

  constructor(scope: Construct, id: string, props: PipelineContainerProps) {
    super(scope, id);
    const { spec, size, family } = props;
    const logGroup = createMonthOfLogs(this, 'Logs', {
      logGroupName: `/ecs/${family}`,
      key: props.key,
      isMaskingSsns: props.isMaskingSsns,
    });
    const image = new DockerImageAsset(this, 'Image', {
      directory: props.imageDir,
      platform: Platform.LINUX_ARM64,
    });
    const role = this.createRole('Role', props.roleName);
    this.policy = new ManagedPolicy(this, 'Policy', {
      roles: [role],
      statements: [...props.statements],
    });
    const launchRole = this.createRole('LaunchRole', props.launchRoleName);
    this.launchPolicy = new ManagedPolicy(this, 'LaunchPolicy', {
      roles: [launchRole],
      statements: [...launchStatements(image.repository.repositoryArn, logGroup.logGroupArn)],
    });
    this.taskDefinition = new FargateTaskDefinition(this, 'Task', {
      family,
      cpu: size.cpu,
      memoryLimitMiB: size.memoryMb,
      runtimePlatform: {
        cpuArchitecture: CpuArchitecture.ARM64,
        operatingSystemFamily: OperatingSystemFamily.LINUX,
      },
      // What follows must not add statements of its own to the roles.
      taskRole: role.withoutPolicyUpdates(),
      executionRole: launchRole.withoutPolicyUpdates(),
      volumes: [{ name: 'tmp' }],
    });
    this.taskDefinition.node.addDependency(this.policy, this.launchPolicy);
    const container = this.taskDefinition.addContainer(spec.name, {
      image: ContainerImage.fromDockerImageAsset(image),
      environment: { ...props.environment },
      logging: LogDrivers.awsLogs({ logGroup, streamPrefix: 'task' }),
      readonlyRootFilesystem: true,
      stopTimeout: Duration.seconds(STOP_SECONDS),
    });
    container.addMountPoints({ sourceVolume: 'tmp', containerPath: '/tmp', readOnly: false });
  }

  private createRole(id: string, roleName: string): Role {
    return new Role(this, id, { roleName, assumedBy: new ServicePrincipal(ECS) });
  }
}
