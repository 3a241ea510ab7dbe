import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '@pipelines/core';
import { findLeaks } from '@pipelines/testing';
import { writeZip } from '../test/function-zip.ts';
import { temporaryFolder } from '../test/temporary-folder.ts';
import { openCloud, type Cloud, type CloudOptions } from './cloud.ts';
import type { FunctionLog } from './functions/function-host.ts';

const folder = temporaryFolder();
const opened: Cloud[] = [];
let count = 0;

afterEach(async () => {
  await Promise.all(opened.splice(0).map((cloud) => cloud.stop()));
});

/** A function in the place of etl-pipeline-function: it answers with what it sees. */
const mirror = `exports.handler = async (event) => {
  console.log('asked for ' + event.action);
  return { body: { status: 'success', config: { event, names: Object.keys(process.env) } } };
};`;

async function open(
  code: string,
  options: Partial<CloudOptions> = {},
): Promise<{ cloud: Cloud; dataDir: string }> {
  const dataDir = path.join(folder, String(count++));
  const zipPath = `${dataDir}.zip`;
  await writeZip(zipPath, { 'index.js': code });
  const cloud = await openCloud({
    dataDir,
    env: {},
    mode: 'mock',
    clock: systemClock,
    zipPathOf: () => zipPath,
    ...options,
  });
  opened.push(cloud);
  return { cloud, dataDir };
}

async function readSecret(cloud: Cloud, id: string): Promise<unknown> {
  const { url, region, accessKeyId, secretAccessKey } = await cloud.secretsManager();
  const credentials = { accessKeyId, secretAccessKey };
  const client = new SecretsManagerClient({ endpoint: url, region, credentials });
  const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId: id }));
  client.destroy();
  return JSON.parse(SecretString);
}

describe('openCloud', () => {
  it('has the machines of the repository, with the local ARNs of its functions', async () => {
    const { cloud } = await open(mirror);

    const machine = cloud.registry
      .machines('000000000000')
      .find(({ name }) => name === 'etl-pipeline');

    expect(machine?.arn).toBe('arn:aws:states:us-east-1:000000000000:stateMachine:etl-pipeline');
    expect(machine?.definitionText).toContain(
      '"arn:aws:lambda:us-east-1:000000000000:function:etl-pipeline-function"',
    );
    expect(machine?.definitionText).not.toContain('${');
  });

  it('runs a machine by its name through the zip of its function', async () => {
    const logs: FunctionLog[] = [];
    const { cloud } = await open(mirror, { onLog: (entry) => logs.push(entry) });

    const execution = cloud.startExecution({ machine: 'etl-pipeline', input: {}, name: 'run' });
    const { status } = await execution.done;

    expect(status).toBe('SUCCEEDED');
    expect(logs.map(({ line }) => line)).toEqual([
      'asked for validate_config',
      'asked for task_01',
      'asked for task_02',
    ]);
    expect(cloud.registry.execution(execution.arn)).toMatchObject({ name: 'run', status });
  });

  it.each([
    [undefined, 4],
    ['2', 2],
  ])('B10: runs as many functions at once as MAX_WORKERS %j allows', async (workers, processes) => {
    const { cloud } = await open(mirror, { env: { MAX_WORKERS: workers } });

    const results = await Promise.all(
      Array.from({ length: 6 }, () => cloud.functions.invoke('etl-pipeline-function', {})),
    );

    expect(results.filter(({ isColdStart }) => isColdStart).length).toBe(processes);
  });

  it('gives a function the declared names alone', async () => {
    const { cloud } = await open(mirror, {
      env: { LOG_LEVEL: 'DEBUG', AWS_SECRET_ACCESS_KEY: 'x', HOME: '/root' },
    });

    const { payload } = await cloud.functions.invoke('etl-pipeline-function', {});

    const names = JSON.stringify(payload);
    expect(names).toContain('"POSTGRES_PASSWORD"');
    expect(names).toContain('"LOG_LEVEL"');
    expect(names).not.toContain('AWS_SECRET_ACCESS_KEY');
    expect(names).not.toContain('HOME');
  });

  it('lets a value that the user did not give reach the function as missing', async () => {
    const { cloud } = await open(
      `exports.handler = async () => [process.env.POSTGRES_HOST, process.env.POSTGRES_PASSWORD ?? 'missing'];`,
      { env: { POSTGRES_HOST: 'db.example.org' }, mode: 'real' },
    );

    const { payload } = await cloud.functions.invoke('etl-pipeline-function', {});

    expect(payload).toEqual(['db.example.org', 'missing']);
  });

  it('names what there is when a machine or a function is not', async () => {
    const { cloud } = await open(mirror);

    expect(() => cloud.startExecution({ machine: 'none', input: {} })).toThrow(
      'No state machine "none". There is: etl-pipeline, etl-pipeline-chunked',
    );
    await expect(cloud.functions.invoke('none', {})).rejects.toThrow(
      'No function "none". There is: etl-pipeline-function',
    );
  });

  it('refuses a mock file that is wrong', async () => {
    const opening = open(mirror, { env: { SFN_MOCK_CONFIG: path.join(folder, 'none.json') } });

    await expect(opening).rejects.toMatchObject({ name: 'MockConfigError' });
  });

  it('aborts what runs when it is stopped, more than once', async () => {
    const { cloud } = await open(
      'exports.handler = () => new Promise(() => setInterval(() => {}, 9));',
    );
    const execution = cloud.startExecution({ machine: 'etl-pipeline', input: {} });

    await cloud.stop();
    await cloud.stop();

    expect(await execution.done).toMatchObject({
      status: 'ABORTED',
      cause: 'The simulator was stopped.',
    });
  });
});

describe('the database', () => {
  it('is started when a function first needs it, once; its password is in a secret alone', async () => {
    const progress: string[] = [];
    const { cloud } = await open('exports.handler = async () => process.env;', {
      mode: 'real',
      env: { PIPELINES_NO_DOCKER: '1' },
      onProgress: (line) => progress.push(line),
    });
    expect(progress).toEqual([]);

    const { payload } = await cloud.functions.invoke('etl-pipeline-function', {});
    const engine = await cloud.postgres();

    expect(payload).toMatchObject({
      DB_SECRET_ID: 'etl-pipeline/postgres',
      POSTGRES_TLS: 'off',
      AWS_SESSION_TOKEN: 'function/etl-pipeline-function',
    });
    expect(payload).not.toHaveProperty('POSTGRES_HOST');
    expect(JSON.stringify(payload)).not.toContain(engine.connection.password);
    expect(await readSecret(cloud, 'etl-pipeline/postgres')).toEqual({
      ...engine.connection,
      port: String(engine.connection.port),
    });
    expect(await cloud.postgres()).toBe(engine);
  }, 60_000);

  it('is not started any more when the cloud is stopped', async () => {
    const { cloud } = await open(mirror, { mode: 'real' });
    await cloud.stop();

    expect(() => cloud.postgres()).toThrow('The simulator was stopped.');
  });
});

describe('a secret', () => {
  it.each([
    ['succeeds', mirror],
    ['throws', `exports.handler = async () => { throw new Error('failed'); };`],
    ['cannot be loaded', `throw new Error('failed');`],
    ['ends its process', 'exports.handler = async () => process.exit(1);'],
  ])('of the environment is in no file and no log when the function %s', async (_, code) => {
    const password = 'Canary-8f31c0de';
    const texts: string[] = [];
    const { cloud, dataDir } = await open(code, {
      env: {
        POSTGRES_HOST: '127.0.0.1',
        POSTGRES_USER: 'u',
        POSTGRES_PASSWORD: password,
      },
      onLog: ({ line }) => texts.push(line),
      onProgress: (line) => texts.push(line),
    });
    const { arn } = cloud.registry.createMachine({
      accountId: '000000000000',
      name: 'one-task',
      type: 'STANDARD',
      roleArn: 'role',
      definitionText: JSON.stringify({
        StartAt: 'A',
        States: {
          A: {
            Type: 'Task',
            Resource: 'arn:aws:states:::lambda:invoke',
            Parameters: { FunctionName: 'etl-pipeline-function' },
            End: true,
          },
        },
      }),
    });

    const { execution } = cloud.registry.startExecution({ machineArn: arn, inputText: '{}' });
    texts.push(JSON.stringify(await execution?.done), JSON.stringify(execution?.history()));

    const files = readdirSync(dataDir, { recursive: true, withFileTypes: true });
    for (const file of files) {
      if (file.isFile()) texts.push(readFileSync(path.join(file.parentPath, file.name), 'latin1'));
    }
    expect(texts.length).toBeGreaterThan(4);
    expect(findLeaks(texts, [password])).toEqual([]);
  });
});
