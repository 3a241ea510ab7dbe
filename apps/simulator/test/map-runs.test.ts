import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { systemClock } from '@pipelines/core';
import { createApiServer, type ApiServer } from '../src/api/server.ts';
import { openCloud, type Cloud } from '../src/cloud.ts';
import { createLocalS3Client } from '../src/storage/local-s3-client.ts';
import { ensureBucket } from '../src/storage/make-bucket.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();

describe('a distributed Map over a file of the local S3', () => {
  let cloud: Cloud;
  let server: ApiServer;
  let client: SFNClient;
  beforeAll(async () => {
    cloud = await openCloud({
      dataDir: path.join(folder, 'data'),
      env: {},
      mode: 'real',
      clock: systemClock,
    });
    server = await createApiServer({ registry: cloud.registry, port: 0 });
    client = new SFNClient({
      endpoint: server.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
  });
  afterAll(async () => {
    client.destroy();
    await server.close();
    await cloud.stop();
  });

  it('reads, batches, writes its results, and can be described', async () => {
    const s3 = createLocalS3Client(await cloud.s3());
    await ensureBucket(s3, 'bucket');
    const Body = ['name,amount', ...Array.from({ length: 25 }, (_, at) => `n${at},${at}`)].join(
      '\n',
    );
    await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'in.csv', Body }));
    const { stateMachineArn } = await client.send(
      new CreateStateMachineCommand({
        name: 'mapped',
        roleArn: 'arn:aws:iam::000000000000:role/test',
        definition: JSON.stringify(definition),
      }),
    );

    const { executionArn = '' } = await client.send(new StartExecutionCommand({ stateMachineArn }));
    while (cloud.registry.execution(executionArn)?.status === 'RUNNING') {
      await new Promise((resolve) => setImmediate(resolve));
    }

    const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
    const { mapRuns = [] } = await client.send(new ListMapRunsCommand({ executionArn }));
    const described = await client.send(
      new DescribeMapRunCommand({ mapRunArn: mapRuns[0]?.mapRunArn ?? '' }),
    );
    expect(status).toBe('SUCCEEDED');
    expect(mapRuns).toMatchObject([{ executionArn, stateMachineArn }]);
    expect(described).toMatchObject({
      status: 'SUCCEEDED',
      itemCounts: { total: 25, succeeded: 25 },
      executionCounts: { total: 3, succeeded: 3 },
    });
    const mapRunArn = mapRuns[0]?.mapRunArn;
    const { executions = [] } = await client.send(new ListExecutionsCommand({ mapRunArn }));
    const child = await client.send(
      new DescribeExecutionCommand({ executionArn: executions[0]?.executionArn ?? '' }),
    );
    expect(executions.map(({ itemCount }) => itemCount).toSorted()).toEqual([10, 10, 5]);
    expect(executions[0]).toMatchObject({ mapRunArn, status: 'SUCCEEDED', redriveCount: 0 });
    expect(child).toMatchObject({ mapRunArn, stateMachineArn: executions[0]?.stateMachineArn });
    await expect(
      client.send(new ListExecutionsCommand({ mapRunArn, stateMachineArn })),
    ).rejects.toMatchObject({ name: 'ValidationException' });
    const { Contents = [] } = await s3.send(
      new ListObjectsV2Command({ Bucket: 'bucket', Prefix: 'out/' }),
    );
    const results = Contents.find(({ Key = '' }) => Key.endsWith('/SUCCEEDED_0.json'));
    const object = await s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: results?.Key }));
    expect(JSON.parse((await object.Body?.transformToString()) ?? '')).toHaveLength(3);
    s3.destroy();
  });

  it('names a Map Run that does not exist', async () => {
    const mapRunArn = 'arn:aws:states:us-east-1:000000000000:mapRun:mapped/M:none';

    await expect(client.send(new DescribeMapRunCommand({ mapRunArn }))).rejects.toMatchObject({
      name: 'ResourceNotFound',
    });
  });
});

const definition = {
  StartAt: 'M',
  States: {
    M: {
      Type: 'Map',
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
        Parameters: { Bucket: 'bucket', Key: 'in.csv' },
      },
      ItemBatcher: { MaxItemsPerBatch: 10 },
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'P',
        States: { P: { Type: 'Pass', End: true } },
      },
      ResultWriter: {
        Resource: 'arn:aws:states:::s3:putObject',
        Parameters: { Bucket: 'bucket', Prefix: 'out' },
      },
      End: true,
    },
  },
};
