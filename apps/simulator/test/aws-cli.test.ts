import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, jest } from '@jest/globals';
import { describeWithAwsCli } from './aws-cli-fixture.ts';

jest.setTimeout(180_000);

/** More than the CLI sends in one part. */
const LARGE = Buffer.alloc(20 * 1024 ** 2, 'award ');
const ROLE = 'arn:aws:iam::012345678901:role/unused';

describeWithAwsCli('the AWS CLI as worker', (cli) => {
  const aws = async (operation: string, options: Readonly<Record<string, string>>) => {
    const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
    const stdout = await cli(['stepfunctions', operation, ...args, '--output', 'json']);
    return stdout === '' ? {} : (JSON.parse(stdout) as Readonly<Record<string, string>>);
  };
  const makeActivity = async (name: string): Promise<string> => {
    return (await aws('create-activity', { name }))['activityArn'] ?? '';
  };
  const startMachine = async (name: string, state: object): Promise<string> => {
    const definition = { StartAt: 'Work', States: { Work: { Type: 'Task', End: true, ...state } } };
    const machine = { name, definition: JSON.stringify(definition), 'role-arn': ROLE };
    const { stateMachineArn = '' } = await aws('create-state-machine', machine);
    const started = await aws('start-execution', { 'state-machine-arn': stateMachineArn });
    return started['executionArn'] ?? '';
  };
  const takeTask = (activityArn: string) =>
    aws('get-activity-task', { 'activity-arn': activityArn });
  const endOf = async (executionArn: string) => {
    for (;;) {
      const found = await aws('describe-execution', { 'execution-arn': executionArn });
      if (found['status'] !== 'RUNNING') return found;
      await sleep(100);
    }
  };

  it('takes a task, shows signs of life, and succeeds', async () => {
    const Resource = await makeActivity('worked');
    const execution = await startMachine('worked', { Resource, HeartbeatSeconds: 60 });

    const { taskToken = '', input } = await takeTask(Resource);
    await aws('send-task-heartbeat', { 'task-token': taskToken });
    await aws('send-task-success', { 'task-token': taskToken, 'task-output': '{"made":1}' });

    expect(input).toBe('{}');
    expect(await endOf(execution)).toMatchObject({ status: 'SUCCEEDED', output: '{"made":1}' });
  });

  // The worker must have the task before its time is up, also on a busy machine.
  it.each([
    ['its heartbeats stay out', { HeartbeatSeconds: 8 }, 'States.Timeout'],
    ['its time is up', { TimeoutSeconds: 8 }, 'States.Timeout'],
  ])('fails a task when %s, and refuses its token then', async (title, limits, error) => {
    const name = title.replaceAll(' ', '-');
    const Resource = await makeActivity(name);
    const execution = await startMachine(name, { Resource, ...limits });

    const { taskToken = '' } = await takeTask(Resource);
    const end = await endOf(execution);
    const late = aws('send-task-success', { 'task-token': taskToken, 'task-output': '{}' });

    expect(end).toMatchObject({ status: 'FAILED', error });
    await expect(late).rejects.toMatchObject({ stderr: expect.stringContaining('TaskTimedOut') });
  });

  it('redrives an execution whose worker has failed', async () => {
    const Resource = await makeActivity('failing');
    const execution = await startMachine('failing', { Resource });
    const first = await takeTask(Resource);
    const failure = { 'task-token': first['taskToken'] ?? '', error: 'Broken', cause: 'a wheel' };
    await aws('send-task-failure', failure);
    const failed = await endOf(execution);

    await aws('redrive-execution', { 'execution-arn': execution });
    const { taskToken = '' } = await takeTask(Resource);
    await aws('send-task-success', { 'task-token': taskToken, 'task-output': '{}' });

    expect(failed).toMatchObject({ status: 'FAILED', error: 'Broken', cause: 'a wheel' });
    expect(await endOf(execution)).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 });
  });

  it('answers a callback, and with it ends the machine that waited for another by .sync', async () => {
    const activity = await makeActivity('called-back');
    const child = {
      StartAt: 'Ask',
      States: { Ask: { Type: 'Task', Resource: activity, End: true } },
    };
    const { stateMachineArn } = await aws('create-state-machine', {
      ...{ name: 'asking', definition: JSON.stringify(child), 'role-arn': ROLE },
    });
    const [called, synced] = await Promise.all([
      startMachine('calling', {
        Resource: 'arn:aws:states:::states:startExecution.waitForTaskToken',
        Parameters: { StateMachineArn: stateMachineArn, Input: { 'token.$': '$$.Task.Token' } },
      }),
      startMachine('waiting', {
        Resource: 'arn:aws:states:::states:startExecution.sync:2',
        Parameters: { StateMachineArn: stateMachineArn, Input: { isSynced: true } },
        OutputPath: '$.Output',
      }),
    ]);

    for (let tasks = 0; tasks < 2; tasks += 1) {
      const { taskToken = '', input = '' } = await takeTask(activity);
      const { token } = JSON.parse(input) as { readonly token?: string };
      await aws('send-task-success', { 'task-token': taskToken, 'task-output': '"asked"' });
      if (token === undefined) continue;
      await aws('send-task-success', { 'task-token': token, 'task-output': '"called"' });
    }

    expect(await endOf(called)).toMatchObject({ status: 'SUCCEEDED', output: '"called"' });
    expect(await endOf(synced)).toMatchObject({ status: 'SUCCEEDED', output: '"asked"' });
  });
});

describeWithAwsCli('the AWS CLI with the local S3', (aws, cwd) => {
  it('makes a bucket, and copies a file in parts there and back', async () => {
    writeFileSync(path.join(cwd, 'large.csv'), LARGE);

    await aws(['s3', 'mb', 's3://copied']);
    await aws(['s3', 'cp', path.join(cwd, 'large.csv'), 's3://copied/raw/large.csv']);
    await aws(['s3', 'cp', 's3://copied/raw/large.csv', path.join(cwd, 'back.csv')]);

    expect(readFileSync(path.join(cwd, 'back.csv')).equals(LARGE)).toBe(true);
    expect(await aws(['s3', 'ls', 's3://copied/raw/'])).toMatch(/ 20971520 large\.csv\n$/);
  });

  it('synchronises a folder: a second time nothing, with --delete what is gone', async () => {
    const folder = path.join(cwd, 'companies');
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'one.csv'), 'a,b\n');
    writeFileSync(path.join(folder, 'not a table.txt'), 'left out');
    const sync = ['s3', 'sync', folder, 's3://synced/raw/', '--exclude', '*.txt', '--delete'];
    await aws(['s3', 'mb', 's3://synced']);

    const first = await aws(sync);
    const second = await aws(sync);
    writeFileSync(path.join(folder, 'two.csv'), 'a,b\n');
    await aws(['s3', 'cp', path.join(folder, 'one.csv'), 's3://synced/raw/old.csv']);
    const third = await aws(sync);

    expect(first).toMatch(/upload: \S*one\.csv to s3:\/\/synced\/raw\/one\.csv/);
    expect(second).toBe('');
    expect(third).toContain('delete: s3://synced/raw/old.csv');
    expect(third).toMatch(/upload: \S*two\.csv to s3:\/\/synced\/raw\/two\.csv/);
    expect(third).not.toContain('one.csv');
  });

  it('signs a link that anyone may fetch', async () => {
    writeFileSync(path.join(cwd, 'linked.txt'), 'linked');
    await aws(['s3', 'mb', 's3://linked']);
    await aws(['s3', 'cp', path.join(cwd, 'linked.txt'), 's3://linked/linked.txt']);

    const link = (await aws(['s3', 'presign', 's3://linked/linked.txt'])).trim();
    const fetched = await fetch(link);

    expect(new URL(link).searchParams.size).toBeGreaterThan(2);
    expect(fetched.status).toBe(200);
    expect(await fetched.text()).toBe('linked');
  });
});
