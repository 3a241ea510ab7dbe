import { statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { specOf } from '../../test/function-zip.ts';
import { endpointValues } from '../endpoint-values.ts';
import { createLocalEndpoints } from '../local-endpoints.ts';
import { createLocalS3Client } from '../storage/local-s3-client.ts';
import { createCallRecorder } from './call-recorder.ts';
import { readRecordedCalls, recordedCallsFile } from './recorded-calls.ts';

const folder = temporaryFolder();
const call = { caller: 'function/load', action: 's3:GetObject', resource: 'arn:aws:s3:::b/k' };
const recorded = { functionName: 'load', action: 's3:GetObject', resource: 'arn:aws:s3:::b/k' };

describe('the calls of functions', () => {
  it('are written down once, also by another process', () => {
    const dataDir = path.join(folder, '.');
    const record = createCallRecorder(dataDir);
    record(call);
    record(call);
    createCallRecorder(dataDir)(call);

    expect(readRecordedCalls(dataDir)).toEqual([recorded]);
    expect(statSync(recordedCallsFile(dataDir)).size).toBe(JSON.stringify(recorded).length + 1);
    expect(statSync(recordedCallsFile(dataDir)).mode & 0o777).toBe(0o600);
  });

  it.each(['', 'someone', 'role/load'])('of "%s" are not a function’s', (caller) => {
    const dataDir = path.join(folder, `of-${caller.replace('/', '-')}`);
    createCallRecorder(dataDir)({ ...call, caller });

    expect(readRecordedCalls(dataDir)).toEqual([]);
  });

  it('are not what the container around one leaves for its machine', () => {
    const dataDir = path.join(folder, 'container');
    const resource = 'arn:aws:s3:::b/container-answers/load/night/1.json';
    createCallRecorder(dataDir)({ ...call, action: 's3:PutObject', resource });

    expect(readRecordedCalls(dataDir)).toEqual([]);
  });

  it('are known by the session token that each of them gets', async () => {
    const dataDir = path.join(folder, 'real');
    const endpoints = createLocalEndpoints({ dataDir, onProblem: () => undefined });
    const spec = specOf({ name: 'download-csv', environment: ['S3_BUCKET'] });
    const values = await endpointValues(spec, { env: {}, mode: 'real', endpoints });
    const own = createLocalS3Client(await endpoints.s3());
    const client = new S3Client({
      endpoint: values['AWS_ENDPOINT_URL_S3'] ?? '',
      region: 'us-east-1',
      credentials: {
        accessKeyId: values['AWS_ACCESS_KEY_ID'] ?? '',
        secretAccessKey: values['AWS_SECRET_ACCESS_KEY'] ?? '',
        sessionToken: values['AWS_SESSION_TOKEN'] ?? '',
      },
    });
    const get = new GetObjectCommand({ Bucket: values['S3_BUCKET'], Key: 'raw/awards/none' });

    await expect(client.send(get)).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(own.send(get)).rejects.toMatchObject({ name: 'NoSuchKey' });

    const bucket = 'arn:aws:s3:::sbir-analytics-production-data';
    expect(readRecordedCalls(dataDir)).toEqual([
      {
        functionName: 'download-csv',
        action: 's3:GetObject',
        resource: `${bucket}/raw/awards/none`,
      },
      { functionName: 'download-csv', action: 's3:ListBucket', resource: bucket },
    ]);
    client.destroy();
    own.destroy();
    await endpoints.stop();
  });
});
