import type { ISubnet } from 'aws-cdk-lib/aws-ec2';

/** Where a container runs. */
export interface ContainerNetwork {
  readonly subnets: readonly ISubnet[];
  readonly securityGroupIds: readonly string[];
  /** Without a public address a container reaches only what its network reaches. */
  readonly hasPublicIp: boolean;
}
