import { describe, expect, it } from '@jest/globals';
import { deployedFunctions as functions } from '../src/deployed-functions.ts';
import { allowedWildcards } from '../src/grants/allowed-wildcards.ts';
import { resourcesOf, statementsOf, synthesise, type Statement } from './synthesised.ts';

const { all, stacks } = synthesise();
const contained = synthesise({ task_02: 'container', graph_load: 'container' });
const policies = ['AWS::IAM::ManagedPolicy', 'AWS::IAM::Policy'].flatMap((type) =>
  resourcesOf(
    [
      ...all,
      ...(contained.stacks.containers ? [contained.stacks.containers] : []),
      contained.stacks.workflows,
    ],
    type,
  ),
);
const statements = policies.flatMap(({ Properties }) => statementsOf(Properties['PolicyDocument']));

/** What the policy of a function allows, without what Lambda does for all of them. */
function grantsOf(name: string): readonly Statement[] {
  const policy = stacks.functions.functions.get(name)?.policy;
  const document: unknown = stacks.functions.resolve(policy?.document.toJSON());
  return statementsOf(document).filter(
    ({ sid }) =>
      !['WriteLogs', 'WriteTraces', 'SendFailedEvents', 'UseNetworkInterfaces'].includes(sid),
  );
}
const BUCKET = 'arn:aws:s3:::sbir-analytics-production-data';
const table = (name: string): readonly string[] =>
  grantsOf(name)
    .filter(({ sid }) => sid !== 'UseBucketKey')
    .flatMap(({ actions, resources }) =>
      actions.flatMap((action) =>
        resources.map((resource) => `${action} ${resource.replace(BUCKET, '…')}`),
      ),
    );

describe('every policy', () => {
  it('allows and denies nothing by a wildcard of actions', () => {
    expect(statements.length).toBeGreaterThan(40);
    for (const { effect, actions } of statements) {
      expect(effect).toBe('Allow');
      for (const action of actions) expect(action).toMatch(/^[a-z0-9-]+:[A-Za-z]+$/);
    }
  });

  it('allows on everything only what AWS allows on nothing less', () => {
    const known = new Set(allowedWildcards.flatMap(({ actions }) => actions));
    const wild = statements.filter(({ resources }) => resources.includes('*'));

    expect(wild.flatMap(({ actions }) => actions).filter((one) => !known.has(one))).toEqual([]);
    expect([...known].filter((one) => !wild.some(({ actions }) => actions.includes(one)))).toEqual(
      [],
    );
    for (const { reason } of allowedWildcards) expect(reason).not.toBe('');
  });

  it('belongs to a role that one service or one repository can take', () => {
    const roles = resourcesOf(all, 'AWS::IAM::Role');

    expect(roles.length).toBe(19);
    for (const { Properties } of roles) {
      const [statement, ...more] = statementsOf(Properties['AssumeRolePolicyDocument']);
      expect(more).toEqual([]);
      expect(JSON.stringify(statement?.principals)).toMatch(
        /^\{"(Service":"(lambda|states|events|vpc-flow-logs)\.amazonaws\.com"|Federated":\{"Ref":"GitHub)/,
      );
      expect(Properties).not.toHaveProperty('Policies');
    }
  });
});

describe('the role of a function', () => {
  it.each(functions.map(({ name }) => name))('%s has a role of its own', (name) => {
    const roles = [...stacks.functions.functions.values()].map(({ role }) => role);
    const own = stacks.functions.functions.get(name)?.role;

    expect(roles.filter((role) => role === own)).toHaveLength(1);
  });

  it('is the only way to the secrets: of ten functions these four', () => {
    const readers = functions
      .map(({ name }) => name)
      .filter((name) => table(name).some((line) => line.startsWith('secretsmanager:')));

    expect(readers).toEqual(['etl-pipeline-function', 'reset-neo4j', 'load-neo4j', 'smoke-checks']);
  });

  it('lets nobody delete, and nobody but download-csv write the raw files', () => {
    const lines = functions.flatMap(({ name }) => table(name).map((line) => `${name} ${line}`));

    expect(lines.filter((line) => line.includes(':Delete'))).toEqual([]);
    expect(lines.filter((line) => /s3:PutObject …\/raw/.test(line))).toEqual([
      'download-csv s3:PutObject …/raw/awards/*',
    ]);
  });
});

describe('the role of a machine', () => {
  it.each([...stacks.workflows.workflows.keys()])('%s calls its own functions by alias', (name) => {
    const policy = stacks.workflows.workflows.get(name)?.policy;
    const document: unknown = stacks.workflows.resolve(policy?.document.toJSON());
    const call = statementsOf(document).find(({ sid }) => sid === 'CallFunctions');

    expect(call?.actions).toEqual(['lambda:InvokeFunction']);
    expect(call?.resources.length).toBeGreaterThan(0);
    for (const resource of call?.resources ?? []) {
      expect(resource).toMatch(/:function:[\w-]+:live"/);
    }
  });
});

describe('GitHub', () => {
  it('may take a role from the environment of the stage in this repository alone', () => {
    const roles = resourcesOf(all, 'AWS::IAM::Role').filter(({ Properties }) =>
      JSON.stringify(Properties['AssumeRolePolicyDocument']).includes('Federated'),
    );

    expect(roles.map(({ Properties }) => Properties['RoleName'])).toEqual([
      'sbir-analytics-github-actions',
      'sbir-analytics-github-deploy',
    ]);
    for (const { Properties } of roles) {
      const [statement] = (
        Properties['AssumeRolePolicyDocument'] as { readonly Statement: readonly object[] }
      ).Statement;
      expect(statement).toMatchObject({
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: {
            'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
            'token.actions.githubusercontent.com:sub': 'repo:agency/pipelines:environment:prod',
          },
        },
      });
      expect(Object.keys((statement as { Condition: object }).Condition)).toEqual(['StringEquals']);
    }
  });

  it('starts and follows the refresh', () => {
    const lines = statements
      .filter(({ sid }) => sid === 'StartRefresh' || sid === 'FollowRefresh')
      .flatMap(({ actions }) => actions);

    expect(lines).toEqual([
      'states:StartExecution',
      'states:DescribeExecution',
      'states:GetExecutionHistory',
      'states:StopExecution',
    ]);
  });

  it('has no role where there is no repository', () => {
    const without = synthesise({ stage: 'dev', github_repo: '' });

    expect(without.stacks.ciAccess).toBeUndefined();
    expect(resourcesOf(without.all, 'AWS::IAM::OIDCProvider')).toEqual([]);
  });
});
