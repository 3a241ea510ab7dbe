import { afterEach, describe, expect, it } from '@jest/globals';
import { systemClock, type Json } from '@pipelines/core';
import { callStates, containerFolderOf } from '../test/container-fixture.ts';
import { makeMachine } from '../test/registry-fixture.ts';
import { temporaryFolder } from '../test/temporary-folder.ts';
import { openCloud, type Cloud } from './cloud.ts';

const NAME = 'etl-pipeline-function';
const folder = temporaryFolder();
const clouds: Cloud[] = [];

afterEach(async () => {
  await Promise.all(clouds.splice(0).map((cloud) => cloud.stop()));
});

async function open(code: string, onLine: (line: string) => void): Promise<Cloud> {
  const container = containerFolderOf(code);
  const cloud = await openCloud({
    dataDir: `${folder}/data`,
    env: {},
    mode: 'mock',
    clock: systemClock,
    containerFolderOf: () => container,
    onLog: ({ functionName, line }) => onLine(`${functionName} ${line}`),
  });
  clouds.push(cloud);
  return cloud;
}

const waiting: Json = {
  Type: 'Task',
  Resource: 'arn:aws:states:::ecs:runTask.waitForTaskToken',
  Parameters: {
    TaskDefinition: NAME,
    Overrides: {
      ContainerOverrides: [
        { Name: NAME, Environment: [{ Name: 'TASK_TOKEN', 'Value.$': '$$.Task.Token' }] },
      ],
    },
  },
  End: true,
};

describe('a container of the cloud', () => {
  it('has the declared values of its function, and answers an API of its own', async () => {
    const code = `${callStates}
      const output = JSON.stringify(process.env.POSTGRES_DATABASE !== undefined);
      call('SendTaskHeartbeat', { taskToken }).then(() => call('SendTaskSuccess', { taskToken, output }));`;
    const { registry } = await open(code, () => undefined);
    const { arn } = makeMachine(registry, { Wait: waiting }, { name: 'answered' });

    const { execution } = registry.startExecution({ machineArn: arn, inputText: '{}' });

    expect(await execution?.done).toMatchObject({ status: 'SUCCEEDED', output: 'true' });
  });

  it('reaches the local S3, which no variable of the function speaks of', async () => {
    const code = `${callStates}
      const { AWS_ENDPOINT_URL_S3: url, AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: key } = process.env;
      call('SendTaskSuccess', { taskToken, output: JSON.stringify([url, id, key]) });`;
    const cloud = await open(code, () => undefined);
    const { arn } = makeMachine(cloud.registry, { Wait: waiting }, { name: 'storing' });

    const { execution } = cloud.registry.startExecution({ machineArn: arn, inputText: '{}' });

    const { output = '' } = (await execution?.done) ?? {};
    const { url, accessKeyId, secretAccessKey } = await cloud.s3();
    expect(JSON.parse(output)).toEqual([url, accessKeyId, secretAccessKey]);
  });

  it('ends with the cloud', async () => {
    const lines = Promise.withResolvers<string>();
    const cloud = await open('console.log(process.pid); setInterval(() => {}, 9);', lines.resolve);
    const { arn } = makeMachine(cloud.registry, { Wait: waiting }, { name: 'stopped' });
    const { execution } = cloud.registry.startExecution({ machineArn: arn, inputText: '{}' });
    const [name, pid] = (await lines.promise).split(' ');

    await cloud.stop();

    expect(name).toBe(NAME);
    expect(() => process.kill(Number(pid), 0)).toThrow('ESRCH');
    expect(await execution?.done).toMatchObject({
      status: 'ABORTED',
      cause: 'The simulator was stopped.',
    });
  });
});
