import {
  GatewayVpcEndpointAwsService,
  IpAddresses,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
  type ISubnet,
  type IVpc,
} from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { ContainerNetwork } from './container-network.ts';
import { addFlowLogs } from './flow-logs.ts';

/** Nothing else is in it, and it is peered with nothing. */
const CIDR = '10.43.0.0/24';
const HTTPS = Port.tcp(443);
const BOLT = Port.tcp(7687);

/**
 * Where the graph is loaded by a container: subnets with a way to the internet, as the function has
 * it, for Neo4j Aura is there. Nothing comes in. A public address costs while the container runs; a
 * NAT gateway would cost all month.
 */
export class GraphNetwork extends Construct implements ContainerNetwork {
  readonly vpc: Vpc;
  readonly subnets: readonly ISubnet[];
  readonly securityGroupIds: readonly string[];
  readonly hasPublicIp = true;

  constructor(scope: Construct, id: string, key: IKey) {
    super(scope, id);
    this.vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr(CIDR),
      maxAzs: 2,
      natGateways: 0,
      subnetConfiguration: [
        { name: 'out', subnetType: SubnetType.PUBLIC, cidrMask: 26, mapPublicIpOnLaunch: false },
      ],
      gatewayEndpoints: { S3: { service: GatewayVpcEndpointAwsService.S3 } },
      restrictDefaultSecurityGroup: false,
    });
    addFlowLogs(this, this.vpc, key);
    const group = new SecurityGroup(this, 'Group', {
      // `as`: the CDK's classes fit their interfaces but for exactOptionalPropertyTypes.
      vpc: this.vpc as IVpc,
      description: 'The load of the graph in a container: out to AWS and Neo4j, nothing in',
      allowAllOutbound: false,
    });
    group.addEgressRule(Peer.anyIpv4(), HTTPS, 'AWS');
    group.addEgressRule(Peer.anyIpv4(), BOLT, 'Neo4j');
    this.subnets = this.vpc.publicSubnets;
    this.securityGroupIds = [group.securityGroupId];
  }
}
