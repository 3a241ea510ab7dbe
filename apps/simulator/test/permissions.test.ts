import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { runInProcess, type CommandEnd } from './run-in-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

jest.setTimeout(180_000);

const BUCKET = 'arn:aws:s3:::sbir-analytics-production-data';
const AS_OF = ['--as-of', '2025-11-20T00:00:00Z'];

describe('simulator permissions', () => {
  const cwd = temporaryFolder();
  /** Nothing on such a machine can run Neo4j. */
  const env = { PATH: cwd, HOME: cwd, JAVA_HOME: undefined };
  const simulator = (...args: readonly string[]): Promise<CommandEnd> =>
    runInProcess(args, cwd, { env });
  beforeAll(async () => {
    await simulator('seed', 'sbir', '--awards', '700', ...AS_OF, '--quiet');
    await simulator('run', 'sbir-analytics-weekly-refresh', ...AS_OF, '--quiet', '--ascii');
    mkdirSync(path.join(cwd, 'assembly'));
    writeFileSync(
      path.join(cwd, 'assembly/functions.template.json'),
      JSON.stringify({
        Resources: {
          Role: { Type: 'AWS::IAM::Role' },
          Policy: {
            Type: 'AWS::IAM::Policy',
            Properties: {
              Roles: [{ Ref: 'Role' }],
              PolicyDocument: {
                Statement: [
                  { Effect: 'Allow', Action: 's3:ListBucket', Resource: BUCKET },
                  { Effect: 'Allow', Action: 's3:GetObject', Resource: `${BUCKET}/raw/*` },
                  { Effect: 'Allow', Action: 's3:DeleteObject', Resource: `${BUCKET}/raw/*` },
                ],
              },
            },
          },
          Function: {
            Type: 'AWS::Lambda::Function',
            Properties: {
              FunctionName: 'sbir-analytics-enrichment-checks',
              Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
            },
          },
        },
      }),
    );
  });

  it('tells what each function called in the runs of the folder, and no one else', async () => {
    await simulator('s3', 'ls', 's3://sbir-analytics-production-data/state/');
    const end = await simulator('permissions');

    expect(end.exitCode).toBe(0);
    expect(end.out.split('\n').filter((line) => !line.startsWith(' '))).toEqual([
      'download-csv',
      'validate-dataset',
      'profile-inputs',
      'ingestion-checks',
      'enrichment-checks',
      'record-success',
      '',
    ]);
    expect(end.out).toContain(
      `download-csv
  s3:GetObject                     ${BUCKET}/state/last_success.json
  s3:ListBucket                    ${BUCKET}
  s3:PutObject                     ${BUCKET}/raw/awards/2025-11-20/award_data.csv
validate-dataset
`,
    );
  });

  it('compares with the roles of an assembly', async () => {
    const end = await simulator('permissions', '--against', 'assembly');

    expect(end.exitCode).toBe(4);
    expect(end.out).toContain('download-csv: not in the assembly\n');
    expect(end.out).toMatch(/enrichment-checks: \d+ calls, 3 not allowed, 1 grants not used\n/);
    expect(end.out.match(/ {2}(?:missing|unused) .*/g)).toEqual([
      expect.stringMatching(/missing {2}s3:GetObject .*\/state\/last_success\.json$/),
      expect.stringMatching(/missing {2}s3:PutObject .*\/enrichment_summary\.json$/),
      expect.stringMatching(/missing {2}s3:PutObject .*\/enrichment_summary\.md$/),
      expect.stringMatching(/unused {3}s3:DeleteObject .*\/raw\/\*$/),
    ]);
  });

  it('gives a script the same as one document', async () => {
    const end = await simulator('permissions', '--against', 'assembly', '--json');

    const compared = JSON.parse(end.out) as { functionName: string; unused: unknown[] }[];
    expect(end.exitCode).toBe(4);
    expect(compared.find(({ unused }) => unused.length > 0)).toMatchObject({
      functionName: 'enrichment-checks',
      isDeployed: true,
      unused: [{ action: 's3:DeleteObject', resource: `${BUCKET}/raw/*` }],
    });
  });

  it('names a folder that is no assembly', async () => {
    const end = await simulator('permissions', '--against', 'nowhere');

    expect(end.exitCode).toBe(3);
    expect(end.err).toContain(`No *.template.json in "${path.join(cwd, 'nowhere')}"`);
  });

  it('forgets the calls when it is told to', async () => {
    expect((await simulator('permissions', '--clear')).exitCode).toBe(0);

    expect((await simulator('permissions')).out).toBe('No function has called anything yet.\n');
  });
});
