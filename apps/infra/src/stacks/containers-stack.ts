import path from 'node:path';
import { answersPrefixOf, type FunctionSpec } from '@pipelines/workflows';
import { Fn, Stack, type StackProps } from 'aws-cdk-lib';
import { CfnCluster } from 'aws-cdk-lib/aws-ecs';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { ConflictNetwork } from '../constructs/conflict-network.ts';
import type { ContainerNetwork } from '../constructs/container-network.ts';
import { GraphNetwork } from '../constructs/graph-network.ts';
import { PipelineContainer } from '../constructs/pipeline-container.ts';
import { ReportContainerNetwork } from '../constructs/report-container-network.ts';
import type { ContainerSize } from '../container-settings.ts';
import { deployedFunctions } from '../deployed-functions.ts';
import { deployedEnvironment } from '../function-environment.ts';
import {
  answerStatements,
  startContainerStatements,
  TASK_EVENTS_RULE,
  type AnswerTargets,
} from '../grants/container-statements.ts';
import type { Names } from '../names.ts';
import type { Settings } from '../settings.ts';

const IMAGES = path.join(import.meta.dirname, '../../../../dist/apps/container');
/** In the place of Lambda's fourteen minutes: what the task's own time leaves is less. */
const STATEMENT_TIMEOUT = 'TASK_STATEMENT_TIMEOUT_MS';

export interface ContainersStackProps extends StackProps {
  readonly settings: Settings;
  readonly names: Names;
  readonly key: IKey;
  /** Of the bucket, where containers leave their answers. */
  readonly bucketKey: IKey;
  /** Where the conflict report runs. */
  readonly reportNetwork: ConflictNetwork;
  /** What a function may do. */
  statementsOf(spec: FunctionSpec): readonly PolicyStatement[];
}

interface Contained {
  readonly container: PipelineContainer;
  readonly network: ContainerNetwork;
}

/** What of the work runs on ECS Fargate; the stack is there only when something does. */
export class ContainersStack extends Stack {
  /** By the name of the function in the manifest. */
  readonly containers: ReadonlyMap<string, PipelineContainer>;
  /** Absent unless the graph is loaded by a container. */
  graphNetwork: GraphNetwork | undefined;
  private readonly contained: ReadonlyMap<string, Contained>;
  private readonly names: Names;
  private readonly props: ContainersStackProps;

  constructor(scope: Construct, id: string, props: ContainersStackProps) {
    super(scope, id, props);
    this.props = props;
    this.names = props.names;
    new CfnCluster(this, 'Cluster', {
      clusterName: this.clusterName(),
      clusterSettings: [{ name: 'containerInsights', value: 'enabled' }],
    });
    this.contained = new Map(
      deployedFunctions.flatMap((spec) => {
        const size = props.settings.containers[spec.name];
        return size ? [[spec.name, this.createContained(spec, size, props)] as const] : [];
      }),
    );
    this.containers = new Map([...this.contained].map(([name, one]) => [name, one.container]));
  }

  /** Without it a network is looked up by calls of AWS as soon as the account is known. */
  override get availabilityZones(): string[] {
    return [Fn.select(0, Fn.getAzs()), Fn.select(1, Fn.getAzs())];
  }

  /** What the placeholders of a machine stand for that runs this function in a container. */
  bindingsOf(functionName: string): Readonly<Record<string, string>> {
    const { network } = this.find(functionName);
    const { subnets, securityGroupIds, hasPublicIp } = network;
    const ids = subnets.map(({ subnetId }) => subnetId);
    return {
      'containers.answers': this.props.settings.bucketName,
      'containers.cluster': this.clusterArn(),
      [`${functionName}.task_definition`]: this.familyOf(functionName),
      [`${functionName}.subnets`]: Fn.join(',', ids),
      [`${functionName}.security_groups`]: Fn.join(',', [...securityGroupIds]),
      [`${functionName}.public_ip`]: hasPublicIp ? 'ENABLED' : 'DISABLED',
    };
  }

  /** What a machine needs to run this container. By names: an export would tie the stacks together. */
  startStatementsOf(functionName: string): readonly PolicyStatement[] {
    return startContainerStatements({
      ...this.answerTargetsOf(functionName),
      clusterArn: this.clusterArn(),
      taskArns: this.formatArn({
        service: 'ecs',
        resource: 'task',
        resourceName: `${this.clusterName()}/*`,
      }),
      ruleArn: this.formatArn({
        service: 'events',
        resource: 'rule',
        resourceName: TASK_EVENTS_RULE,
      }),
      taskDefinitionArns: this.formatArn({
        service: 'ecs',
        resource: 'task-definition',
        resourceName: `${this.familyOf(functionName)}:*`,
      }),
      roleArns: this.roleNamesOf(functionName).map((name) =>
        this.formatArn({ service: 'iam', region: '', resource: 'role', resourceName: name }),
      ),
    });
  }

  private createContained(
    spec: FunctionSpec,
    size: ContainerSize,
    props: ContainersStackProps,
  ): Contained {
    const { settings, key } = props;
    const isConflict = spec.app === 'conflict-report';
    // What V8 may use goes by the container's memory, not the function's.
    const sized = { ...spec, memoryMb: size.memoryMb };
    const [roleName = '', launchRoleName = ''] = this.roleNamesOf(spec.name);
    const container = new PipelineContainer(this, spec.name, {
      ...{ spec, size, key, roleName, launchRoleName },
      family: this.familyOf(spec.name),
      imageDir: path.join(IMAGES, spec.name),
      environment: {
        ...deployedEnvironment(sized, { settings, account: this.account }),
        AWS_REGION: this.region,
        ...(spec.environment.includes(STATEMENT_TIMEOUT) && {
          [STATEMENT_TIMEOUT]: String(size.timeoutSeconds * 1_000),
        }),
      },
      statements: [
        ...props.statementsOf(spec),
        ...answerStatements(this.answerTargetsOf(spec.name)),
      ],
      isMaskingSsns: isConflict,
    });
    if (isConflict) {
      const network = new ReportContainerNetwork(this, 'ReportNetwork', {
        report: props.reportNetwork,
        answersArn: this.answerTargetsOf(spec.name).answersArn,
      });
      return { container, network };
    }
    this.graphNetwork = new GraphNetwork(this, 'GraphNetwork', key);
    return { container, network: this.graphNetwork };
  }

  /** By the bucket's name, as its functions know it. */
  private answerTargetsOf(functionName: string): AnswerTargets {
    const { bucketKey, settings } = this.props;
    const prefix = answersPrefixOf(functionName);
    return {
      answersArn: `arn:${this.partition}:s3:::${settings.bucketName}/${prefix}*`,
      bucketKeyArn: bucketKey.keyArn,
    };
  }

  private find(functionName: string): Contained {
    const found = this.contained.get(functionName);
    if (!found) throw new Error(`No function "${functionName}" runs in a container.`);
    return found;
  }

  /** Name of a task definition. */
  familyOf(functionName: string): string {
    return this.names.of(`sbir-analytics-container-${functionName}`);
  }

  private roleNamesOf(functionName: string): readonly string[] {
    return ['container-role', 'launch-role'].map((kind) =>
      this.names.of(`sbir-analytics-${kind}-${functionName}`),
    );
  }

  clusterName(): string {
    return this.names.of('sbir-analytics-containers');
  }

  private clusterArn(): string {
    return this.formatArn({
      service: 'ecs',
      resource: 'cluster',
      resourceName: this.clusterName(),
    });
  }
}
