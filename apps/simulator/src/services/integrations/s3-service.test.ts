import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
} from '@aws-sdk/client-sfn';
import type { Json } from '@pipelines/core';
import { createLocalS3Client } from '../../storage/local-s3-client.ts';
import { openS3, type S3Endpoint } from '@pipelines/local-cloud';
import { openVirtualServices, serveServices } from '../../../test/integration-fixture.ts';
import { taskRequest } from '../../../test/task-request.ts';
import { temporaryFolder } from '../../../test/temporary-folder.ts';

const folder = temporaryFolder();
const resourceOf = (action: string): string => `arn:aws:states:::aws-sdk:s3:${action}`;
const Bucket = 'bucket-1';
let endpoint: S3Endpoint;

beforeAll(async () => {
  endpoint = await openS3({ dataDir: folder });
  await call('createBucket', { Bucket });
});
afterAll(() => endpoint.stop());

async function call(action: string, Parameters: Json) {
  const services = openVirtualServices({ s3: async () => endpoint });
  const execution = services.start({ Resource: resourceOf(action), Parameters });
  const { output, error, cause } = await services.clock.runUntil(execution.done);
  return { output: output === undefined ? undefined : (JSON.parse(output) as Json), error, cause };
}

const date = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/);

describe('aws-sdk:s3', () => {
  it.each([
    ['text data', '"text data"', '"2b5df3712557f503a9977a8ea893b2c9"'],
    [['List', 'Data'], '["List","Data"]', '"6b23860357f6e63a0272b7f1143a663a"'],
    [0, '0', '"cfcd208495d565ef66e7dff9f98764da"'],
  ])('puts the body %j as %s', async (Body, text, ETag) => {
    const put = await call('putObject', { Bucket, Key: 'k', Body });
    const { output } = await call('getObject', { Bucket, Key: 'k' });

    expect(put.output).toMatchObject({ ETag, ChecksumType: 'FULL_OBJECT' });
    expect(output).toMatchObject({ Body: text });
  });

  it('gets an object with the members that AWS shows, and times as AWS writes them', async () => {
    const Metadata = { 'own-key': 'v' };
    await call('putObject', { Bucket, Key: 'k', Body: { a: 'ü' }, Metadata });

    const { output } = await call('getObject', { Bucket, Key: 'k' });

    expect(output).toMatchObject({
      AcceptRanges: 'bytes',
      Body: '{"a":"ü"}',
      ContentLength: 10,
      ETag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
      LastModified: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      Metadata,
    });
    expect(output).not.toHaveProperty('ChecksumCRC32');
    expect(JSON.stringify(output)).not.toContain('$metadata');
  });

  it('lists, copies, looks at and deletes objects', async () => {
    await call('putObject', { Bucket, Key: 'list/a', Body: 'abc' });
    await call('copyObject', { Bucket, Key: 'list/b', CopySource: `${Bucket}/list/a` });
    const head = await call('headObject', { Bucket, Key: 'list/b' });
    await call('deleteObject', { Bucket, Key: 'list/a' });

    const { output } = await call('listObjectsV2', { Bucket, Prefix: 'list/' });

    expect(head.output).toMatchObject({ ContentLength: 5 });
    expect(output).toMatchObject({
      Contents: [{ ETag: expect.any(String), Key: 'list/b', LastModified: date, Size: 5 }],
      IsTruncated: false,
      KeyCount: 1,
      MaxKeys: 1000,
      Name: Bucket,
      Prefix: 'list/',
    });
  });

  it('takes a time as the text that it is', async () => {
    const Expires = '2030-01-02T03:04:05Z';

    const { error } = await call('putObject', { Bucket, Key: 'k', Body: '', Expires });

    expect(error).toBeUndefined();
  });

  it.each([
    [
      'getObject',
      { Bucket, Key: 'none' },
      'S3.NoSuchKeyException',
      'The specified key does not exist.',
    ],
    [
      'listObjects',
      { Bucket: 'no-bucket' },
      'S3.NoSuchBucketException',
      'The specified bucket does not exist',
    ],
    ['headObject', { Bucket, Key: 'none' }, 'S3.NoSuchKeyException', 'null'],
    ['headBucket', { Bucket: 'no-bucket' }, 'S3.NoSuchBucketException', 'null'],
  ])('%s of %j fails with %s', async (action, parameters, name, words) => {
    const { error, cause } = await call(action, parameters);

    expect(error).toBe(name);
    const ids = 'Request ID: \\S+, Extended Request ID: \\S+';
    expect(cause).toMatch(new RegExp(`^${words} \\(Service: S3, Status Code: 404, ${ids}\\)$`));
  });

  it('fails with S3Exception for a code that is no declared exception', async () => {
    const { error, cause } = await call('createBucket', { Bucket: 'Not_A_Name' });

    expect(error).toBe('S3.S3Exception');
    expect(cause).toContain('(Service: S3, Status Code: 400, ');
  });

  it('fails for a request that cannot be sent', async () => {
    const { error } = await call('getObject', { Bucket });

    expect(error).toBe('S3.SdkClientException');
  });

  it('does not read an object that is larger than a result may be', async () => {
    const client = createLocalS3Client(endpoint);
    const put = new PutObjectCommand({ Bucket, Key: 'large', Body: 'x'.repeat(262_145) });
    await client.send(put);
    client.destroy();

    const { error, cause } = await call('getObject', { Bucket, Key: 'large' });

    expect(error).toBe('States.DataLimitExceeded');
    expect(cause).toBe(
      "The state/task 'aws-sdk:s3' returned a result with a size exceeding the maximum number of bytes service limit.",
    );
  });

  it('is aborted with its state', async () => {
    const controller = new AbortController();
    const { runTask } = openVirtualServices({ s3: async () => endpoint });
    const { signal } = controller;
    const task = runTask(taskRequest(resourceOf('getObject'), { Bucket, Key: 'k' }, { signal }));

    controller.abort(new Error('given up'));

    await expect(task).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('does not run what the local S3 does not have', async () => {
    const { error, cause } = await call('putBucketPolicy', { Bucket });

    expect(error).toBe('Simulator.UnsupportedIntegration');
    expect(cause).toContain('SFN_MOCK_CONFIG');
  });
});

describe('over HTTP, aws-sdk:s3', () => {
  it('stands in the history as AWS writes it', async () => {
    const { client, runToEnd } = await serveServices({ s3: async () => endpoint });
    const definition = JSON.stringify({
      StartAt: 'Get',
      States: {
        Get: {
          Type: 'Task',
          Resource: resourceOf('getObject'),
          Parameters: { Bucket, Key: 'none' },
          End: true,
        },
      },
    });
    const roleArn = 'arn:aws:iam::000000000000:role/test';
    const { stateMachineArn = '' } = await client.send(
      new CreateStateMachineCommand({ name: 'reader', roleArn, definition }),
    );

    const executionArn = await runToEnd(stateMachineArn);

    const { error } = await client.send(new DescribeExecutionCommand({ executionArn }));
    const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
    expect(error).toBe('S3.NoSuchKeyException');
    expect(events.slice(2, 5)).toMatchObject([
      {
        type: 'TaskScheduled',
        taskScheduledEventDetails: {
          resourceType: 'aws-sdk:s3',
          resource: 'getObject',
          region: 'us-east-1',
          parameters: '{"Bucket":"bucket-1","Key":"none"}',
        },
      },
      {
        type: 'TaskStarted',
        taskStartedEventDetails: { resourceType: 'aws-sdk:s3', resource: 'getObject' },
      },
      { type: 'TaskFailed', taskFailedEventDetails: { error: 'S3.NoSuchKeyException' } },
    ]);
  });
});
