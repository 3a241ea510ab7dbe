import {
  GatewayVpcEndpoint,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpoint,
  InterfaceVpcEndpointAwsService as Service,
  Peer,
  Port,
  SecurityGroup,
  type ISecurityGroup,
  type ISubnet,
} from 'aws-cdk-lib/aws-ec2';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { ConflictNetwork } from './conflict-network.ts';
import type { ContainerNetwork } from './container-network.ts';

const HTTPS = Port.tcp(443);
/** Lambda fetches code and writes logs by itself; a container does so from its network. */
const ENDPOINTS = {
  RegistryApi: Service.ECR,
  Registry: Service.ECR_DOCKER,
  Logs: Service.CLOUDWATCH_LOGS,
} as const;

/**
 * Where TASK_02 runs in a container: in the network of the conflict report, with the group of its
 * function for database and secret, and one more for registry, logs and its answer in S3.
 *
 * A network that was there before reaches those by itself; one of our own gets endpoints.
 */
export class ReportContainerNetwork extends Construct implements ContainerNetwork {
  readonly subnets: readonly ISubnet[];
  readonly securityGroupIds: readonly string[];
  readonly hasPublicIp = false;

  constructor(
    scope: Construct,
    id: string,
    props: {
      readonly report: ConflictNetwork;
      /** ARN of every object that the container may leave as its answer. */
      readonly answersArn: string;
    },
  ) {
    super(scope, id);
    const { report, answersArn } = props;
    const group = new SecurityGroup(this, 'Group', {
      vpc: report.vpc,
      description: 'TASK_02 in a container: out to AWS, nothing in',
      allowAllOutbound: false,
    });
    // Subnets of ours have no way out but endpoints; those of others have what they were given.
    group.addEgressRule(Peer.anyIpv4(), HTTPS, 'Registry, logs, S3');
    this.subnets = report.vpc.selectSubnets(report.subnets).subnets;
    this.securityGroupIds = [report.securityGroup.securityGroupId, group.securityGroupId];
    if (!report.ownVpc) return;
    this.createEndpoints(report, group);
    this.createFilesEndpoint(report, answersArn);
  }

  private createEndpoints({ vpc, subnets }: ConflictNetwork, client: ISecurityGroup): void {
    const group = new SecurityGroup(this, 'EndpointGroup', {
      vpc,
      description: 'Registry and logs for TASK_02 in a container',
      allowAllOutbound: false,
    });
    group.addIngressRule(client, HTTPS, 'TASK_02 in a container');
    for (const [name, service] of Object.entries(ENDPOINTS)) {
      const securityGroups = [group];
      new InterfaceVpcEndpoint(this, name, { vpc, service, subnets, securityGroups, open: false });
    }
  }

  /** S3 costs nothing by a gateway. */
  private createFilesEndpoint({ vpc, subnets }: ConflictNetwork, answersArn: string): void {
    const files = new GatewayVpcEndpoint(this, 'ImageLayers', {
      vpc,
      service: GatewayVpcEndpointAwsService.S3,
      subnets: [subnets],
    });
    const { partition, region } = Stack.of(this);
    files.addToPolicy(
      new PolicyStatement({
        sid: 'FetchLayers',
        effect: Effect.ALLOW,
        principals: [new AnyPrincipal()],
        actions: ['s3:GetObject'],
        // Of the registry, and of no other bucket. Source: ECR User Guide, "VPC endpoints".
        resources: [`arn:${partition}:s3:::prod-${region}-starport-layer-bucket/*`],
      }),
    );
    files.addToPolicy(
      new PolicyStatement({
        sid: 'LeaveAnswer',
        effect: Effect.ALLOW,
        principals: [new AnyPrincipal()],
        actions: ['s3:PutObject'],
        resources: [answersArn],
      }),
    );
  }
}
