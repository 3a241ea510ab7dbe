import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Json } from '@pipelines/core';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { comparisonLines } from '../report/permission-report.ts';
import { comparePermissions } from './compare-permissions.ts';
import { matchesPattern } from './match-pattern.ts';
import { listFunctionRoles, type FunctionRole } from './role-grants.ts';
import { readTemplates } from '../assembly/template.ts';

const folder = temporaryFolder();
let count = 0;

/** Roles of an assembly with these templates. */
function rolesOf(...templates: readonly Json[]): readonly FunctionRole[] {
  const assembly = path.join(folder, String(count++));
  mkdirSync(assembly);
  templates.forEach((template, at) =>
    writeFileSync(path.join(assembly, `stack${at}.template.json`), JSON.stringify(template)),
  );
  return listFunctionRoles(readTemplates(assembly));
}

const lambda = (FunctionName: Json, Role: Json): Json => ({
  Type: 'AWS::Lambda::Function',
  Properties: { FunctionName, Role },
});
const policy = (roleId: string, ...Statement: readonly Json[]): Json => ({
  Type: 'AWS::IAM::Policy',
  Properties: { Roles: [{ Ref: roleId }], PolicyDocument: { Statement: [...Statement] } },
});
const allow = (Action: Json, Resource: Json): Json => ({ Effect: 'Allow', Action, Resource });

describe('the grants of a role', () => {
  it('are those inside and beside it, with names in the place of intrinsic functions', () => {
    const roles = rolesOf({
      Resources: {
        Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'data' } },
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: {
            Policies: [
              {
                PolicyDocument: {
                  Statement: allow('s3:ListBucket', { 'Fn::GetAtt': ['Bucket', 'Arn'] }),
                },
              },
            ],
          },
        },
        Other: { Type: 'AWS::IAM::Role' },
        Policy: policy(
          'Role',
          allow(['s3:GetObject', 's3:PutObject'], {
            'Fn::Join': ['', [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, '/raw/*']],
          }),
          allow('secretsmanager:GetSecretValue', {
            'Fn::Join': [
              '',
              [
                'arn:',
                { Ref: 'AWS::Partition' },
                ':secretsmanager:us-east-2:',
                { Ref: 'AWS::AccountId' },
                ':secret:app/db-??????',
              ],
            ],
          }),
          { Effect: 'Deny', Action: 's3:*', Resource: '*' },
        ),
        NotItsOwn: policy('Other', allow('s3:DeleteObject', '*')),
        Function: lambda('sbir-analytics-load', { 'Fn::GetAtt': ['Role', 'Arn'] }),
      },
    });

    expect(roles).toEqual([
      {
        functionName: 'sbir-analytics-load',
        grants: [
          { action: 's3:ListBucket', resource: 'arn:aws:s3:::data' },
          { action: 's3:GetObject', resource: 'arn:aws:s3:::data/raw/*' },
          { action: 's3:PutObject', resource: 'arn:aws:s3:::data/raw/*' },
          {
            action: 'secretsmanager:GetSecretValue',
            resource: 'arn:aws:secretsmanager:::secret:app/db-??????',
          },
        ],
      },
    ]);
  });

  it('are followed into another stack by its exports', () => {
    const roles = rolesOf(
      {
        Resources: {
          Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'data' } },
          Role: { Type: 'AWS::IAM::Role' },
          Policy: policy('Role', allow('s3:GetObject', { 'Fn::Sub': '${Bucket.Arn}/raw/*' })),
        },
        Outputs: {
          RoleArn: {
            Value: { 'Fn::GetAtt': ['Role', 'Arn'] },
            Export: { Name: 'storage:RoleArn' },
          },
        },
      },
      { Resources: { F: lambda('load', { 'Fn::ImportValue': 'storage:RoleArn' }) } },
    );

    expect(roles).toEqual([
      {
        functionName: 'load',
        grants: [{ action: 's3:GetObject', resource: 'arn:aws:s3:::data/raw/*' }],
      },
    ]);
  });

  it('need an assembly', () => {
    expect(() => readTemplates(path.join(folder, 'none'))).toThrow(
      `No *.template.json in "${path.join(folder, 'none')}". Write it with: npx nx run infra:synth`,
    );
  });
});

describe('comparePermissions', () => {
  const load = (action: string, resource: string) => ({ functionName: 'load', action, resource });
  const used = load('s3:GetObject', 'arn:aws:s3:::data/raw/2026/a.csv');
  const forbidden = load('s3:PutObject', 'arn:aws:s3:::data/raw/2026/a.csv');
  const role = {
    functionName: 'sbir-analytics-load',
    grants: [
      { action: 's3:Get*', resource: 'arn:aws:s3:::data/raw/*' },
      { action: 's3:PutObject', resource: 'arn:aws:s3:::data/processed/*' },
      { action: 'logs:PutLogEvents', resource: 'arn:aws:logs:::log-group:/aws/lambda/load:*' },
    ],
  };

  it('finds what a role lacks and what it never used; logs are not seen here', () => {
    const [compared] = comparePermissions([used, forbidden], [role], [{ name: 'load' }]);

    expect(compared).toEqual({
      functionName: 'load',
      calls: [used, forbidden],
      missing: [forbidden],
      unused: [role.grants[1]],
      spare: [],
      unseen: [role.grants[2]],
      isDeployed: true,
    });
    expect(comparisonLines(compared ? [compared] : [])).toEqual([
      'load: 2 calls, 1 not allowed, 1 grants not used',
      '  missing  s3:PutObject                     arn:aws:s3:::data/raw/2026/a.csv',
      '  unused   s3:PutObject                     arn:aws:s3:::data/processed/*',
      '',
      '1 missing, 1 unused',
    ]);
  });

  it('does not ask for the use of what is there for faults, or is seldom read', () => {
    const grants = [
      { action: 's3:AbortMultipartUpload', resource: 'arn:aws:s3:::data/raw/*' },
      { action: 's3:ListBucket', resource: 'arn:aws:s3:::data' },
      { action: 's3:GetObject', resource: 'arn:aws:s3:::data/fallback/*' },
      { action: 's3:GetObject', resource: 'arn:aws:s3:::data/other/*' },
    ];
    const manifest = [{ name: 'load', rarely: ['fallback/'] }];

    expect(comparePermissions([], [{ functionName: 'load', grants }], manifest)).toMatchObject([
      { spare: grants.slice(0, 3), unused: [grants[3]] },
    ]);
  });

  it('allows a secret of another region and account by its name', () => {
    const secret = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:app/db-a1b2c3';
    const grants = [
      {
        action: 'secretsmanager:GetSecretValue',
        resource: 'arn:aws:secretsmanager:::secret:app/db-??????',
      },
    ];
    const calls = [load('secretsmanager:GetSecretValue', secret)];

    expect(
      comparePermissions(calls, [{ functionName: 'load', grants }], [{ name: 'load' }]),
    ).toMatchObject([{ missing: [], unused: [] }]);
  });

  it('says which function was not run, and which is not deployed', () => {
    const other = { ...role, functionName: 'smoke' };
    const compared = comparePermissions(
      [used],
      [other],
      [{ name: 'load' }, { name: 'smoke' }, { name: 'neither' }],
    );

    expect(comparisonLines(compared).slice(0, 2)).toEqual([
      'load: not in the assembly',
      'smoke: was not run here',
    ]);
  });

  it('does not take download-csv for csv', () => {
    const [compared] = comparePermissions(
      [],
      [{ ...role, functionName: 'x-upload' }],
      [{ name: 'load' }],
    );

    expect(compared).toBeUndefined();
  });
});

describe('matchesPattern', () => {
  it.each([
    ['s3:*', 's3:GetObject', true],
    ['S3:getobject', 's3:GetObject', true],
    ['s3:Get?bject', 's3:GetObject', true],
    ['s3:Get', 's3:GetObject', false],
    ['s3.GetObject', 's3:GetObject', false],
  ])('takes %s for %s: %s', (pattern, text, isMatch) => {
    expect(matchesPattern(pattern, text, { ignoreCase: true })).toBe(isMatch);
  });

  it('compares resources with regard to case', () => {
    expect(matchesPattern('a/K', 'a/k', { ignoreCase: false })).toBe(false);
  });
});
