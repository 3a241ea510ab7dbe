import { describe, expect, it } from '@jest/globals';
import { machines } from '@pipelines/workflows';
import { deployedFunctions as functions } from '../src/deployed-functions.ts';
import { Template } from 'aws-cdk-lib/assertions';
import { definitionOf } from './definition-of.ts';
import { named, resourcesOf, synthesise } from './synthesised.ts';

const { all, stacks } = synthesise();
const { storage, security, workflows, monitoring } = stacks;

describe('stacks', () => {
  it('have the documents’ names in prod, and the stage behind them elsewhere', () => {
    expect(all.map(({ stackName }) => stackName)).toEqual([
      'sbir-analytics-storage',
      'sbir-analytics-security',
      'sbir-analytics-lambda',
      'sbir-analytics-step-functions',
      'sbir-analytics-monitoring',
      'sbir-analytics-ci-access',
    ]);
    const dev = synthesise({ stage: 'dev' });
    expect(dev.stacks.functions.stackName).toBe('sbir-analytics-lambda-dev');
    expect(
      resourcesOf([dev.stacks.functions], 'AWS::Lambda::Function').map(
        ({ Properties }) => Properties['FunctionName'],
      ),
    ).toContain('sbir-analytics-download-csv-dev');
  });
});

describe('storage', () => {
  it('is closed to the public, encrypted, versioned, and reached by TLS alone', () => {
    const buckets = resourcesOf([storage], 'AWS::S3::Bucket');

    expect(buckets).toHaveLength(2);
    for (const { Properties, DeletionPolicy } of buckets) {
      expect(DeletionPolicy).toBe('Retain');
      expect(Properties).toMatchObject({
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        VersioningConfiguration: { Status: 'Enabled' },
        BucketEncryption: expect.anything(),
      });
    }
    for (const { Properties } of resourcesOf([storage], 'AWS::S3::BucketPolicy')) {
      expect(JSON.stringify(Properties)).toContain('"aws:SecureTransport":"false"');
    }
    expect(named(buckets, 'BucketName', 'sbir-analytics-production-data').Properties).toMatchObject(
      { LoggingConfiguration: { LogFilePrefix: 'access/' } },
    );
  });

  it('forgets what may go, and never the baseline of the next run', () => {
    const buckets = resourcesOf([storage], 'AWS::S3::Bucket');
    const { Properties } = named(buckets, 'BucketName', 'sbir-analytics-production-data');
    const { Rules } = Properties['LifecycleConfiguration'] as {
      readonly Rules: readonly { readonly Prefix?: string; readonly ExpirationInDays?: number }[];
    };
    const expiring = Rules.filter(({ ExpirationInDays }) => ExpirationInDays !== undefined);

    expect(expiring.map(({ Prefix, ExpirationInDays }) => [Prefix, ExpirationInDays])).toEqual([
      ['raw/awards/', 30],
      ['artifacts/2', 90],
      ['container-answers/', 7],
      ['processed/', 90],
    ]);
    const kept = [
      'state/last_success.json',
      'state/award_index/a.ndjson.gz',
      'artifacts/latest/metadata.json',
      'schemas/sbir_awards_columns.json',
      'raw/companies/a.csv',
    ];
    for (const key of kept) {
      expect(expiring.filter(({ Prefix = '' }) => key.startsWith(Prefix))).toEqual([]);
    }
    expect('artifacts/2026-11-25/metadata.json'.startsWith('artifacts/2')).toBe(true);
  });

  it('can be a bucket that is there', () => {
    const { stacks: existing } = synthesise({ create_new_bucket: 'false' });

    expect(resourcesOf([existing.storage], 'AWS::S3::Bucket')).toEqual([]);
  });
});

describe('keys', () => {
  it('are renewed every year, and stay', () => {
    for (const { Properties, DeletionPolicy } of resourcesOf(
      [storage, security],
      'AWS::KMS::Key',
    )) {
      expect(Properties['EnableKeyRotation']).toBe(true);
      expect(DeletionPolicy).toBe('Retain');
    }
  });
});

describe('state machines', () => {
  it('are the definitions that the simulator runs, apart from the ARNs', () => {
    for (const spec of machines) {
      const workflow = workflows.workflows.get(spec.name);
      const resources = resourcesOf([workflows], 'AWS::StepFunctions::StateMachine');
      const { Properties } = named(resources, 'StateMachineName', spec.name);
      expect(workflow).toBeDefined();
      expect(definitionOf(Properties['DefinitionString'])).toEqual(spec.definition);
    }
  });

  it('are traced, logged and encrypted; no visit’s data is in the logs', () => {
    const resources = resourcesOf([workflows], 'AWS::StepFunctions::StateMachine');

    expect(resources).toHaveLength(machines.length);
    for (const { Properties } of resources) {
      const isRefresh = Properties['StateMachineName'] === 'sbir-analytics-weekly-refresh';
      expect(Properties).toMatchObject({
        TracingConfiguration: { Enabled: true },
        LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: isRefresh },
        EncryptionConfiguration: { Type: 'CUSTOMER_MANAGED_KMS_KEY' },
      });
    }
  });

  it('start by rules: the report every night, the refresh only when somebody turns it on', () => {
    const rules = resourcesOf([workflows], 'AWS::Events::Rule').map(({ Properties }) => [
      Properties['Name'],
      Properties['ScheduleExpression'],
      Properties['State'],
      (Properties['Targets'] as readonly { readonly Input: string }[])[0]?.Input,
    ]);

    expect(rules).toEqual([
      ['etl-pipeline-daily', 'cron(0 2 * * ? *)', 'ENABLED', '{}'],
      ['sbir-analytics-weekly', 'cron(0 9 ? * MON *)', 'DISABLED', '{"force_refresh":false}'],
    ]);
  });
});

describe('monitoring', () => {
  it('has an alarm for every end that is none, each told to the topic', () => {
    const alarms = resourcesOf([monitoring], 'AWS::CloudWatch::Alarm');

    expect(alarms).toHaveLength(3 * machines.length + 2 * functions.length + 2 + 1);
    for (const { Properties } of alarms) {
      expect(Properties['AlarmActions']).toEqual([{ Ref: expect.stringMatching(/^Operations/) }]);
      expect(Properties['AlarmDescription']).toMatch(/ What to do: docs\/runbooks\/[a-z-]+\.md$/);
    }
    expect(named(alarms, 'AlarmName', 'function-near-timeout-load-neo4j').Properties).toMatchObject(
      {
        Threshold: 720_000,
        Statistic: 'Maximum',
      },
    );
    expect(named(alarms, 'AlarmName', 'refresh-stale').Properties).toMatchObject({
      EvaluationPeriods: 7,
      Period: 86_400,
      TreatMissingData: 'breaching',
    });
  });

  it('tells every end of an execution, and has a page and queries', () => {
    const template = Template.fromStack(monitoring);

    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        detail: { status: ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] },
      },
    });
    template.resourceCountIs('AWS::CloudWatch::Dashboard', 1);
    template.resourceCountIs('AWS::Logs::QueryDefinition', 2);
    template.hasResourceProperties('AWS::SNS::Topic', {
      TopicName: 'sbir-analytics-operations',
      KmsMasterKeyId: {},
    });
  });

  it('writes to whom it is told', () => {
    const { stacks: told } = synthesise({ alarm_email: 'oncall@example.org' });

    Template.fromStack(told.monitoring).hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'oncall@example.org',
    });
  });
});
