import { describe, expect, it } from '@jest/globals';
import { named, resourcesOf, statementsOf, synthesise, type Resource } from './synthesised.ts';

const BOTH = { task_02: 'container', graph_load: 'container', graph_load_memory_mb: '4096' };
const { stacks } = synthesise(BOTH);
const FAMILY = 'sbir-analytics-container';
const BUCKET = 'arn:aws:s3:::sbir-analytics-production-data';

if (!stacks.containers) throw new Error('nothing runs in a container');
const { containers } = stacks;

interface ContainerDefinition {
  readonly Environment: readonly { readonly Name: string; readonly Value: unknown }[];
}

function taskOf(name: string): Resource & { readonly container: ContainerDefinition } {
  const tasks = resourcesOf([containers], 'AWS::ECS::TaskDefinition');
  const found = named(tasks, 'Family', `${FAMILY}-${name}`);
  const [container, ...others] = found.Properties['ContainerDefinitions'] as ContainerDefinition[];
  if (!container || others.length > 0) throw new Error('one container each');
  return { ...found, container };
}

/** Actions and resources of a policy, ARNs of secrets and machines by their names. */
function rightsOf(policy: { readonly document: { toJSON(): unknown } } | undefined): string[] {
  return statementsOf(containers.resolve(policy?.document.toJSON())).flatMap(
    ({ actions, resources }) =>
      actions.flatMap((action) =>
        resources.map((resource) => {
          const [, name] = /:(?:secret|stateMachine|repository)[:/]([^"]+)"/.exec(resource) ?? [];
          return `${action} ${name ?? resource.replace(BUCKET, '…')}`;
        }),
      ),
  );
}

describe('the task of a function', () => {
  it.each([
    ['etl-pipeline-function', '512', '1024'],
    ['load-neo4j', '1024', '4096'],
  ])('%s is on Fargate and arm64, read-only but for /tmp', (name, cpu, memory) => {
    const { Properties, container } = taskOf(name);

    expect(Properties).toMatchObject({
      Cpu: cpu,
      Memory: memory,
      NetworkMode: 'awsvpc',
      RequiresCompatibilities: ['FARGATE'],
      RuntimePlatform: { CpuArchitecture: 'ARM64', OperatingSystemFamily: 'LINUX' },
      Volumes: [{ Name: 'tmp' }],
    });
    expect(container).toMatchObject({
      Name: name,
      Essential: true,
      ReadonlyRootFilesystem: true,
      StopTimeout: 120,
      MountPoints: [{ ContainerPath: '/tmp', ReadOnly: false, SourceVolume: 'tmp' }],
      LogConfiguration: { LogDriver: 'awslogs' },
    });
  });

  it('gets what its function gets, and the time of a container', () => {
    const variablesOf = (name: string): Readonly<Record<string, unknown>> =>
      Object.fromEntries(taskOf(name).container.Environment.map((one) => [one.Name, one.Value]));

    expect(variablesOf('etl-pipeline-function')).toEqual({
      AWS_REGION: 'us-east-2',
      DB_SECRET_ID: 'etl-pipeline/postgres',
      ENVIRONMENT: 'prod',
      LOG_LEVEL: 'INFO',
      NODE_OPTIONS: '--max-semi-space-size=4 --max-old-space-size=921',
      POSTGRES_ANALYTICS_SCHEMA: 'analytics',
      POSTGRES_CONFLICT_SCHEMA: 'conflict',
      POSTGRES_TLS: 'verify-full',
      TASK_STATEMENT_TIMEOUT_MS: '14400000',
    });
    expect(variablesOf('load-neo4j')).toMatchObject({
      S3_BUCKET: 'sbir-analytics-production-data',
      NEO4J_SECRET_NAME: 'sbir-analytics/neo4j-aura',
      // Of the 4 096 MB that it is given here; its Lambda has 1 024.
      NODE_OPTIONS: '--max-semi-space-size=4 --max-old-space-size=3686',
    });
    expect(variablesOf('load-neo4j')).not.toHaveProperty('TASK_STATEMENT_TIMEOUT_MS');
  });

  it('writes logs that are encrypted and kept for a month, visits’ without what looks like an SSN', () => {
    const groups = resourcesOf([containers], 'AWS::Logs::LogGroup');
    const logs = (name: string): Resource =>
      named(groups, 'LogGroupName', `/ecs/${FAMILY}-${name}`);

    for (const name of ['etl-pipeline-function', 'load-neo4j']) {
      expect(logs(name).Properties).toMatchObject({
        RetentionInDays: 30,
        KmsKeyId: expect.anything(),
      });
    }
    expect(logs('etl-pipeline-function').Properties).toHaveProperty('DataProtectionPolicy');
  });
});

/** Every right of a container, and no other. Written down by hand. */
describe('the role of a container', () => {
  const withoutKeys = (rights: readonly string[]): readonly string[] =>
    rights.filter((right) => !right.startsWith('kms:')).sort();

  it('has the rights of its function, and leaves its answer', () => {
    const task02 = stacks.containers?.containers.get('etl-pipeline-function')?.policy;
    const load = stacks.containers?.containers.get('load-neo4j')?.policy;

    expect(withoutKeys(rightsOf(task02))).toEqual(
      [
        'secretsmanager:GetSecretValue etl-pipeline/postgres-??????',
        's3:PutObject …/container-answers/etl-pipeline-function/*',
      ].sort(),
    );
    expect(withoutKeys(rightsOf(load))).toEqual(
      [
        's3:GetObject …/processed/ingestion/*',
        's3:ListBucket …',
        's3:PutObject …/artifacts/*',
        's3:AbortMultipartUpload …/artifacts/*',
        'secretsmanager:GetSecretValue sbir-analytics/neo4j-aura-??????',
        's3:PutObject …/container-answers/load-neo4j/*',
      ].sort(),
    );
  });

  it('encrypts what it answers by the key of the bucket, and reads nothing by it', () => {
    for (const { policy } of stacks.containers?.containers.values() ?? []) {
      const keys = statementsOf(containers.resolve(policy.document.toJSON())).find(
        ({ sid }) => sid === 'EncryptAnswer',
      );
      expect(keys?.actions).toEqual(['kms:GenerateDataKey']);
      expect(keys?.resources).toEqual([expect.stringMatching(/sbir-analytics-storage.*DataKey/)]);
    }
  });

  it('is not what starts it: that fetches one repository’s images and writes one group’s logs', () => {
    for (const { launchPolicy } of stacks.containers?.containers.values() ?? []) {
      const statements = statementsOf(containers.resolve(launchPolicy.document.toJSON()));
      expect(statements.map(({ actions }) => actions)).toEqual([
        ['ecr:GetAuthorizationToken'],
        ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        ['logs:CreateLogStream', 'logs:PutLogEvents'],
      ]);
      expect(statements[1]?.resources).toEqual([
        expect.stringMatching(/:repository\/.*cdk-hnb659fds-container-assets-/),
      ]);
    }
  });

  it('can be taken by ECS alone', () => {
    const roles = resourcesOf([containers], 'AWS::IAM::Role').filter(({ Properties }) =>
      String(Properties['RoleName']).startsWith('sbir-analytics-'),
    );

    expect(roles.map(({ Properties }) => Properties['RoleName']).sort()).toEqual([
      'sbir-analytics-container-role-etl-pipeline-function',
      'sbir-analytics-container-role-load-neo4j',
      'sbir-analytics-launch-role-etl-pipeline-function',
      'sbir-analytics-launch-role-load-neo4j',
    ]);
    for (const { Properties } of roles) {
      const [trust, ...more] = statementsOf(Properties['AssumeRolePolicyDocument']);
      expect(trust?.principals).toEqual({ Service: 'ecs-tasks.amazonaws.com' });
      expect(more).toEqual([]);
    }
  });
});

describe('the role of a machine', () => {
  const statementOf = (
    machine: string,
    sid: string,
  ): Readonly<Record<string, unknown>> | undefined => {
    const policy = stacks.workflows.workflows.get(machine)?.policy;
    const { Statement: statements } = stacks.workflows.resolve(policy?.document.toJSON()) as {
      readonly Statement: readonly Readonly<Record<string, unknown>>[];
    };
    return statements.find((statement) => statement['Sid'] === sid);
  };

  it('starts its own container in the cluster, and gives it its two roles', () => {
    const start = statementOf('etl-pipeline', 'StartContainer');
    const give = statementOf('etl-pipeline', 'GiveRoles');

    expect(start?.['Action']).toBe('ecs:RunTask');
    expect(JSON.stringify(start?.['Resource'])).toMatch(
      /:task-definition\/sbir-analytics-container-etl-pipeline-function:\*"\]\]}$/,
    );
    expect(JSON.stringify(start?.['Condition'])).toMatch(
      /"ArnEquals":{"ecs:cluster":.*:cluster\/sbir-analytics-containers"/,
    );
    expect(give?.['Action']).toBe('iam:PassRole');
    expect(give?.['Condition']).toEqual({
      StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' },
    });
    expect(
      [...JSON.stringify(give?.['Resource']).matchAll(/:role\/([\w-]+)"/g)].map(([, name]) => name),
    ).toEqual([
      'sbir-analytics-container-role-etl-pipeline-function',
      'sbir-analytics-launch-role-etl-pipeline-function',
    ]);
  });

  it('follows and stops tasks of the cluster, and hears of their end by the one rule', () => {
    const follow = statementOf('etl-pipeline', 'FollowContainer');
    const hear = statementOf('etl-pipeline', 'HearOfEnd');

    expect(follow?.['Action']).toEqual(['ecs:DescribeTasks', 'ecs:StopTask']);
    expect(JSON.stringify(follow?.['Resource'])).toMatch(
      /:task\/sbir-analytics-containers\/\*"\]\]}$/,
    );
    expect(JSON.stringify(follow?.['Condition'])).toMatch(
      /^{"ArnEquals":{"ecs:cluster":.*:cluster\/sbir-analytics-containers"/,
    );
    expect(hear?.['Action']).toEqual([
      'events:DescribeRule',
      'events:PutRule',
      'events:PutTargets',
    ]);
    expect(JSON.stringify(hear?.['Resource'])).toMatch(
      /:events:us-east-2:".*":rule\/StepFunctionsGetEventsForECSTaskRule"\]\]}$/,
    );
  });

  it('reads the answers of its own container, by the key of the bucket', () => {
    const read = statementOf('etl-pipeline', 'ReadAnswer');
    const decrypt = statementOf('etl-pipeline', 'DecryptAnswer');

    expect(read?.['Action']).toBe('s3:GetObject');
    expect(JSON.stringify(read?.['Resource'])).toMatch(
      /:s3:::sbir-analytics-production-data\/container-answers\/etl-pipeline-function\/\*"/,
    );
    expect(decrypt?.['Action']).toBe('kms:Decrypt');
    expect(JSON.stringify(decrypt?.['Resource'])).toMatch(/sbir-analytics-storage.*DataKey/);
  });

  it('has six statements for a container, beside those that it has without', () => {
    const sidsOf = (given: typeof stacks): readonly string[] => {
      const { policy } = given.workflows.workflows.get('etl-pipeline') ?? {};
      const document: unknown = given.workflows.resolve(policy?.document.toJSON());
      return statementsOf(document).map(({ sid }) => sid);
    };
    const without = sidsOf(synthesise().stacks);

    expect(sidsOf(stacks).filter((sid) => !without.includes(sid))).toEqual([
      'StartContainer',
      'FollowContainer',
      'HearOfEnd',
      'GiveRoles',
      'ReadAnswer',
      'DecryptAnswer',
    ]);
    expect(without.filter((sid) => !sidsOf(stacks).includes(sid))).toEqual([]);
  });

  it('starts none where it has none', () => {
    expect(statementOf('etl-pipeline-chunked', 'StartContainer')).toBeUndefined();
    expect(statementOf('sbir-analytics-weekly-refresh', 'StartContainer')).toBeDefined();
  });
});
