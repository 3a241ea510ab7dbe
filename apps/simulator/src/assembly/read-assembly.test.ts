import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { readAssembly } from './read-assembly.ts';

const folder = path.join(temporaryFolder(), 'cdk.out');
mkdirSync(folder);
const machine = (StateMachineName: string, comment: string) => ({
  Type: 'AWS::StepFunctions::StateMachine',
  Properties: {
    StateMachineName,
    DefinitionString: {
      'Fn::Join': [
        '',
        [
          `{"Comment":"${comment}","Resource":"arn:aws:lambda:us-east-2:`,
          { Ref: 'AWS::AccountId' },
          ':function:etl-pipeline-function-dev:live"}',
        ],
      ],
    },
  },
});
const lambda = (FunctionName: string, S3Key: string) => ({
  Type: 'AWS::Lambda::Function',
  Properties: { FunctionName, Code: { S3Key } },
});
writeFileSync(
  path.join(folder, 'stack.template.json'),
  JSON.stringify({
    Resources: {
      Chunked: machine('etl-pipeline-chunked-dev', 'chunked'),
      Whole: machine('etl-pipeline-dev', 'whole'),
      Data: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'data-dev' } },
      Unnamed: { Type: 'AWS::S3::Bucket', Properties: {} },
      Load: lambda('sbir-analytics-load-neo4j-dev', 'load.zip'),
      Reset: lambda('sbir-analytics-reset-neo4j-dev', 'reset.zip'),
    },
  }),
);
const assembly = readAssembly(folder);

describe('readAssembly', () => {
  it('gives the definition of a machine of any stage, calling the local functions', () => {
    const arn = 'arn:aws:lambda:us-east-1:000000000000:function:etl-pipeline-function';

    expect(JSON.parse(assembly.definitionOf('etl-pipeline'))).toEqual({
      Comment: 'whole',
      Resource: arn,
    });
    expect(JSON.parse(assembly.definitionOf('etl-pipeline-chunked'))).toEqual({
      Comment: 'chunked',
      Resource: arn,
    });
  });

  it('gives the zip of a function, as it lies in the assembly', () => {
    expect(assembly.zipPathOf('load-neo4j')).toBe(path.join(folder, 'asset.load.zip'));
    expect(assembly.zipPathOf('reset-neo4j')).toBe(path.join(folder, 'asset.reset.zip'));
  });

  it('names the buckets that a deployment makes', () => {
    expect(assembly.bucketNames).toEqual(['data-dev']);
  });

  it('names what the assembly lacks', () => {
    expect(() => assembly.definitionOf('etl-pipeline-full')).toThrow(
      `The assembly in "${folder}" has no state machine "etl-pipeline-full".`,
    );
    expect(() => assembly.zipPathOf('download-csv')).toThrow('has no function "download-csv"');
  });
});
