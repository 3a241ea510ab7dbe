import { describe, expect, it } from '@jest/globals';
import { readSettings, suffixOf } from './settings.ts';

const read = (context: Readonly<Record<string, unknown>>, env: Record<string, string> = {}) =>
  readSettings((name) => context[name], env);

describe('readSettings', () => {
  it('has the documents’ names for prod', () => {
    expect(read({ stage: 'prod', github_repo: 'agency/pipelines' })).toEqual({
      stage: 'prod',
      account: undefined,
      region: 'us-east-2',
      githubRepo: 'agency/pipelines',
      bucketName: 'sbir-analytics-production-data',
      isBucketImported: false,
      neo4jSecretName: 'sbir-analytics/neo4j-aura',
      postgresSecretName: 'etl-pipeline/postgres',
      alarmEmail: undefined,
      oidcProviderArn: undefined,
      network: { kind: 'own', cidr: '10.42.0.0/16' },
      hasReservedConcurrency: true,
      chunks: { kind: 'inline' },
      containers: {},
    });
  });

  it('puts the stage behind the names of any other, which needs no repository', () => {
    expect(read({})).toMatchObject({
      stage: 'dev',
      githubRepo: undefined,
      bucketName: 'sbir-analytics-production-data-dev',
    });
    expect([suffixOf('prod'), suffixOf('dev')]).toEqual(['', '-dev']);
  });

  it('takes the account of the CLI, or a stated one', () => {
    const env = { CDK_DEFAULT_ACCOUNT: '111111111111' };

    expect(read({}, env).account).toBe('111111111111');
    expect(read({ account: 222_222_222_222 }, env).account).toBe('222222222222');
  });

  it('takes values as the command line and cdk.json give them', () => {
    expect(read({ create_new_bucket: false, reserved_concurrency: 'false' })).toMatchObject({
      isBucketImported: true,
      hasReservedConcurrency: false,
    });
  });

  it('runs chunks apart when told to, five at a time or as many as said', () => {
    const chunks = { task_02_chunks: 'distributed' };

    expect(read(chunks).chunks).toEqual({ kind: 'distributed', atOnce: 5 });
    expect(read({ ...chunks, task_02_chunks_at_once: 40 }).chunks).toEqual({
      kind: 'distributed',
      atOnce: 40,
    });
  });

  it.each([
    [{ task_02_chunks: 'many' }, /task_02_chunks must be inline or distributed/],
    [{ task_02_chunks_at_once: '9' }, /of distributed alone/],
    [{ task_02_chunks: 'distributed', task_02_chunks_at_once: '0' }, /1 to 200/],
    [{ task_02_chunks: 'distributed', task_02_chunks_at_once: '201' }, /1 to 200/],
    [{ task_02_chunks: 'distributed', task_02_chunks_at_once: '2.5' }, /1 to 200/],
    [{ stage: 'prod' }, /github_repo must name the repository/],
    [{ stage: 'prod', github_repo: '' }, /github_repo must name the repository/],
    [{ github_repo: 'YOUR_GITHUB_REPO' }, /github_repo must name the repository/],
    [{ github_repo: 'owner/*' }, /github_repo must name the repository/],
    [{ stage: 'Prod!' }, /stage must be 2 to 12 small letters and digits/],
    [{ vpc_id: 'vpc-1' }, /vpc_id needs private_subnet_ids/],
    [{ vpc_id: 'vpc-1', private_subnet_ids: 'a,b' }, /and database_security_group_id/],
  ])('refuses %j', (context, message) => {
    expect(() => read(context)).toThrow(message);
  });
});
