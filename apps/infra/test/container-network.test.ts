import { describe, expect, it } from '@jest/globals';
import type { Stack } from 'aws-cdk-lib';
import { resourcesOf, statementsOf, synthesise } from './synthesised.ts';

const NETWORK = {
  vpc_id: 'vpc-0123456789abcdef0',
  private_subnet_ids: 'subnet-0123456789abcdef0,subnet-0123456789abcdef1',
  database_security_group_id: 'sg-0123456789abcdef0',
};

const stackOf = (context: object): Stack => {
  const { containers } = synthesise({ ...context }).stacks;
  if (!containers) throw new Error('nothing runs in a container');
  return containers;
};
const containers = stackOf({ task_02: 'container', graph_load: 'container' });

describe('the network of a container', () => {
  const egressOf = (stack: Stack, description: RegExp): unknown => {
    const group = resourcesOf([stack], 'AWS::EC2::SecurityGroup').find(({ Properties }) =>
      description.test(String(Properties['GroupDescription'])),
    );
    return (group?.Properties['SecurityGroupEgress'] as Record<string, unknown>[]).map(
      (rule) => rule['FromPort'],
    );
  };

  it('lets nothing in', () => {
    const rules = resourcesOf([containers], 'AWS::EC2::SecurityGroupIngress');
    const groups = resourcesOf([containers], 'AWS::EC2::SecurityGroup');

    // That of the endpoints, from the container.
    expect(rules).toHaveLength(1);
    for (const { Properties } of groups)
      expect(Properties).not.toHaveProperty('SecurityGroupIngress');
  });

  it('is the internet for the graph, by TLS and Bolt, and AWS alone for the visits', () => {
    expect(egressOf(containers, /load of the graph in a container/)).toEqual([443, 7687]);
    expect(egressOf(containers, /^TASK_02 in a container/)).toEqual([443]);
    const gateways = resourcesOf([containers], 'AWS::EC2::VPCGatewayAttachment');
    expect(gateways).toHaveLength(1);
  });

  it('has endpoints for what Lambda does by itself, and of S3 layers of images and its answers', () => {
    const endpoints = resourcesOf([stackOf({ task_02: 'container' })], 'AWS::EC2::VPCEndpoint');
    const services = JSON.stringify(endpoints.map(({ Properties }) => Properties['ServiceName']));
    const s3 = endpoints.find(({ Properties }) => Properties['VpcEndpointType'] === 'Gateway');

    expect(endpoints).toHaveLength(4);
    for (const name of ['ecr.api', 'ecr.dkr', 'logs', 's3']) {
      expect(services).toMatch(new RegExp(`\\.${name}"`));
    }
    expect(statementsOf(s3?.Properties['PolicyDocument'])).toEqual([
      expect.objectContaining({
        actions: ['s3:GetObject'],
        resources: ['arn:aws:s3:::prod-us-east-2-starport-layer-bucket/*'],
      }),
      expect.objectContaining({
        actions: ['s3:PutObject'],
        resources: [
          'arn:aws:s3:::sbir-analytics-production-data/container-answers/etl-pipeline-function/*',
        ],
      }),
    ]);
  });

  it('is left as it is where it was there before', () => {
    const stack = stackOf({ task_02: 'container', ...NETWORK });

    expect(resourcesOf([stack], 'AWS::EC2::VPCEndpoint')).toEqual([]);
    expect(resourcesOf([stack], 'AWS::EC2::VPC')).toEqual([]);
  });
});
