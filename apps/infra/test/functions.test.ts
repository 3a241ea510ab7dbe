import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { nodeOptionsOf } from '@pipelines/workflows';
import { deployedFunctions as functions } from '../src/deployed-functions.ts';
import { Template } from 'aws-cdk-lib/assertions';
import { named, resourcesOf, synthesise } from './synthesised.ts';

const DIST = path.join(import.meta.dirname, '../../../dist/apps');
const { app, all, stacks } = synthesise();
const functionsStack = stacks.functions;
const lambdas = resourcesOf([functionsStack], 'AWS::Lambda::Function');

describe('functions', () => {
  it('are those of the manifest', () => {
    expect(lambdas.map(({ Properties }) => Properties['FunctionName']).sort()).toEqual(
      functions
        .map(({ name, app }) => (app === 'sbir-refresh' ? `sbir-analytics-${name}` : name))
        .sort(),
    );
  });

  it.each(functions.map((spec) => [spec.name, spec] as const))(
    '%s is as its row says',
    (_, spec) => {
      const isConflict = spec.app === 'conflict-report';
      const name = isConflict ? spec.name : `sbir-analytics-${spec.name}`;
      const { Properties } = named(lambdas, 'FunctionName', name);

      expect(Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
        MemorySize: spec.memoryMb,
        Timeout: 900,
        EphemeralStorage: { Size: spec.ephemeralMb ?? 512 },
        TracingConfig: { Mode: 'Active' },
        ReservedConcurrentExecutions: isConflict ? 6 : 2,
        DeadLetterConfig: { TargetArn: expect.anything() },
        KmsKeyArn: expect.anything(),
        LoggingConfig: { LogGroup: expect.anything() },
      });
      expect('VpcConfig' in Properties).toBe(isConflict);
    },
  );

  it('get no value that is a secret, and only names that their rows declare', () => {
    for (const { Properties } of lambdas) {
      const { Variables } = Properties['Environment'] as { Variables: Record<string, unknown> };
      const spec = functions.find(({ name }) => String(Properties['FunctionName']).endsWith(name));
      const { NODE_OPTIONS: nodeOptions, ...declared } = Variables;
      expect(nodeOptions).toBe(spec && nodeOptionsOf(spec));
      for (const [name, value] of Object.entries(declared)) {
        expect(spec?.environment).toContain(name);
        expect(name).not.toMatch(/PASSWORD|TOKEN|ACCESS_KEY/);
        expect(JSON.stringify(value)).not.toContain('resolve:');
      }
    }
  });

  it('carry the zips that were packaged, byte for byte', () => {
    const { directory } = app.synth();
    const hashOf = (file: string): string =>
      createHash('sha256').update(readFileSync(file)).digest('hex');
    const assets = readdirSync(directory)
      .filter((name) => /^asset\..*\.zip$/.test(name))
      .map((name) => hashOf(path.join(directory, name)));
    const packaged = functions.map((spec) => hashOf(path.join(DIST, spec.app, `${spec.name}.zip`)));

    expect(assets.sort()).toEqual(packaged.sort());
    const keys = lambdas.map(({ Properties }) => (Properties['Code'] as { S3Key: string }).S3Key);
    expect(new Set(keys).size).toBe(functions.length);
  });

  it('have versions, an alias, and logs that end after a month', () => {
    const template = Template.fromStack(functionsStack);

    template.resourceCountIs('AWS::Lambda::Version', functions.length);
    template.allResourcesProperties('AWS::Lambda::Alias', { Name: 'live' });
    for (const { Properties, DeletionPolicy } of resourcesOf(all, 'AWS::Logs::LogGroup')) {
      expect(Properties).toMatchObject({ RetentionInDays: 30, KmsKeyId: expect.anything() });
      expect(DeletionPolicy).toBe('Retain');
    }
  });

  it('mask an SSN in the logs of the conflict report', () => {
    const groups = resourcesOf([functionsStack], 'AWS::Logs::LogGroup');
    const group = named(groups, 'LogGroupName', '/aws/lambda/etl-pipeline-function');

    expect(JSON.stringify(group.Properties['DataProtectionPolicy'])).toContain('Ssn-US');
  });
});

describe('the network of the conflict report', () => {
  it('is private, without a gateway, with an endpoint for its secret', () => {
    const template = Template.fromStack(functionsStack);

    template.resourceCountIs('AWS::EC2::NatGateway', 0);
    template.resourceCountIs('AWS::EC2::InternetGateway', 0);
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', {
      VpcEndpointType: 'Interface',
      PrivateDnsEnabled: true,
    });
    const egress = resourcesOf([functionsStack], 'AWS::EC2::SecurityGroupEgress').map(
      ({ Properties }) => Properties['FromPort'],
    );
    const inline = resourcesOf([functionsStack], 'AWS::EC2::SecurityGroup').map(
      ({ Properties }) => Properties['SecurityGroupEgress'],
    );
    expect([
      ...egress,
      ...inline.flat().map((one) => (one as { FromPort?: number }).FromPort),
    ]).toEqual(expect.arrayContaining([443, 5432]));
    expect(JSON.stringify(inline)).not.toContain('0.0.0.0/0');
  });

  it('is that of the database when it is named', () => {
    const { stacks: existing } = synthesise({
      vpc_id: 'vpc-0123456789abcdef0',
      private_subnet_ids: 'subnet-0123456789abcdef0,subnet-0123456789abcdef1',
      database_security_group_id: 'sg-0123456789abcdef0',
    });
    const template = Template.fromStack(existing.functions);

    template.resourceCountIs('AWS::EC2::VPC', 0);
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      GroupId: 'sg-0123456789abcdef0',
      FromPort: 5432,
      ToPort: 5432,
    });
  });
});
