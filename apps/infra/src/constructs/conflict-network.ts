import {
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
  type ISecurityGroup,
  type IVpc,
  type SubnetSelection,
} from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { NetworkSettings } from '../settings.ts';
import { addFlowLogs } from './flow-logs.ts';
import type { FunctionNetwork } from './pipeline-function.ts';

const POSTGRES = Port.tcp(5432);
const HTTPS = Port.tcp(443);

/**
 * Where the conflict report runs: private subnets without a way to the internet, from which it
 * reaches the database and, by an endpoint, its secret. Logs and traces leave by Lambda itself.
 *
 * Source: conflict-report.md section 10; endpoints in the place of a NAT gateway.
 */
export class ConflictNetwork extends Construct implements FunctionNetwork {
  readonly vpc: IVpc;
  readonly subnets: SubnetSelection;
  readonly securityGroup: ISecurityGroup;
  /** The network that was made here; absent for one that was there before. */
  ownVpc: Vpc | undefined;

  constructor(
    scope: Construct,
    id: string,
    props: { readonly network: NetworkSettings; readonly key: IKey },
  ) {
    super(scope, id);
    const { network, key } = props;
    // `as`: the CDK's classes fit their interfaces but for exactOptionalPropertyTypes.
    this.vpc = (
      network.kind === 'own' ? this.createVpc(network.cidr, key) : this.importVpc(network)
    ) as IVpc;
    this.subnets = {
      subnetType:
        network.kind === 'own' ? SubnetType.PRIVATE_ISOLATED : SubnetType.PRIVATE_WITH_EGRESS,
    };
    const group = new SecurityGroup(this, 'FunctionGroup', {
      vpc: this.vpc,
      description: 'The conflict report: out to its database and its secret, nothing in',
      allowAllOutbound: false,
    });
    this.securityGroup = group;
    const endpoint = this.createSecretsEndpoint(group);
    group.addEgressRule(endpoint, HTTPS, 'Secrets Manager');
    if (network.kind === 'own') {
      group.addEgressRule(Peer.ipv4(network.cidr), POSTGRES, 'PostgreSQL');
      return;
    }
    const { databaseSecurityGroupId } = network;
    const database = SecurityGroup.fromSecurityGroupId(this, 'Database', databaseSecurityGroupId);
    group.addEgressRule(database, POSTGRES, 'PostgreSQL');
    database.addIngressRule(group, POSTGRES, 'The conflict report');
  }

  private createVpc(cidr: string, key: IKey): Vpc {
    this.ownVpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr(cidr),
      maxAzs: 2,
      natGateways: 0,
      subnetConfiguration: [
        { name: 'private', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 24 },
      ],
      restrictDefaultSecurityGroup: false,
    });
    addFlowLogs(this, this.ownVpc, key);
    return this.ownVpc;
  }

  private importVpc(network: Extract<NetworkSettings, { kind: 'existing' }>): IVpc {
    const subnets = [...network.privateSubnetIds];
    return Vpc.fromVpcAttributes(this, 'Vpc', {
      vpcId: network.vpcId,
      availabilityZones: subnets.map((_, index) => `zone-${index}`),
      privateSubnetIds: subnets,
    });
  }

  private createSecretsEndpoint(client: ISecurityGroup): ISecurityGroup {
    const group = new SecurityGroup(this, 'EndpointGroup', {
      vpc: this.vpc,
      description: 'Secrets Manager for the conflict report',
      allowAllOutbound: false,
    });
    group.addIngressRule(client, HTTPS, 'The conflict report');
    this.vpc.addInterfaceEndpoint('SecretsManager', {
      service: InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
      subnets: this.subnets,
      securityGroups: [group],
      open: false,
    });
    return group;
  }
}
