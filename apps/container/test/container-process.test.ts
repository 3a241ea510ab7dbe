import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startStepFunctions, type StepFunctionsEndpoint, type Told } from './step-functions.ts';

const MAIN = join(import.meta.dirname, '../src/main.ts');
const TOKEN = 'token-of-the-task';
let endpoint: StepFunctionsEndpoint;
let taskRoot: string;

beforeEach(async () => {
  endpoint = await startStepFunctions();
  taskRoot = await mkdtemp(join(tmpdir(), 'container-'));
});
afterEach(async () => {
  await endpoint.close();
  await rm(taskRoot, { recursive: true });
});

/** Start the entry as the image does, with this code as the function. */
async function start(
  handlerBody: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<ChildProcess> {
  await writeFile(
    join(taskRoot, 'index.js'),
    `exports.handler = async (event, context) => { ${handlerBody} };`,
  );
  return spawn(process.execPath, [MAIN], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      LAMBDA_TASK_ROOT: taskRoot,
      TASK_TOKEN: TOKEN,
      TASK_EVENT: '{"visits":21}',
      AWS_ENDPOINT_URL_SFN: endpoint.url,
      AWS_REGION: 'us-east-2',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      ...environment,
    },
  });
}

interface Ended {
  readonly exitCode: unknown;
  readonly lines: readonly string[];
}

async function ended(child: ChildProcess): Promise<Ended> {
  if (!child.stdout) throw new Error('stdout is a pipe');
  const [output, [exitCode]] = (await Promise.all([text(child.stdout), once(child, 'close')])) as [
    string,
    [unknown],
  ];
  return { exitCode, lines: output.split('\n').filter((line) => line !== '') };
}

async function run(...given: Parameters<typeof start>): Promise<Ended> {
  return ended(await start(...given));
}

const answers = (): readonly Told[] =>
  endpoint.told.filter(({ action }) => action !== 'SendTaskHeartbeat');
const causeOf = (told: Told | undefined): unknown => JSON.parse(told?.body['cause'] ?? 'null');

describe('the entry of the container', () => {
  it('answers the token in the shape of lambda:invoke, after a sign of life', async () => {
    const { exitCode } = await run('return { doubled: event.visits * 2 };');

    expect(exitCode).toBe(0);
    expect(endpoint.told.map(({ action }) => action)).toEqual([
      'SendTaskHeartbeat',
      'SendTaskSuccess',
    ]);
    const { taskToken, output } = answers()[0]?.body ?? {};
    expect(taskToken).toBe(TOKEN);
    expect(JSON.parse(output ?? '')).toEqual({
      ExecutedVersion: '$LATEST',
      Payload: { doubled: 42 },
      StatusCode: 200,
    });
  });

  it('hands an error on by its name, with the cause that Lambda writes', async () => {
    const { exitCode } = await run(
      'throw Object.assign(new Error("too many rows"), { name: "Task02ExecutionError" });',
    );

    expect(exitCode).toBe(1);
    expect(answers()[0]).toMatchObject({
      action: 'SendTaskFailure',
      body: { taskToken: TOKEN, error: 'Task02ExecutionError' },
    });
    expect(causeOf(answers()[0])).toMatchObject({
      errorType: 'Task02ExecutionError',
      errorMessage: 'too many rows',
    });
  });

  it('gives the function its time, and fails as Lambda does when it is over', async () => {
    const { exitCode } = await run('await new Promise(() => {});', { TASK_TIMEOUT_SECONDS: '1' });

    expect(exitCode).toBe(1);
    expect(answers()[0]?.body['error']).toBe('Sandbox.Timedout');
    expect(causeOf(answers()[0])).toMatchObject({
      errorMessage: expect.stringMatching(/Task timed out after 1\.00 seconds$/),
    });
  });

  it('starts nothing for a task that nobody waits for', async () => {
    endpoint.refuse('SendTaskHeartbeat', 'TaskTimedOut');

    const { exitCode, lines } = await run('console.log("at work"); return {};');

    expect(exitCode).toBe(3);
    expect(lines).not.toContain('at work');
    expect(answers()).toEqual([]);
  });

  it('says that it is told to stop', async () => {
    const child = await start('console.log("at work"); await new Promise(() => {});');
    child.stdout?.once('data', () => undefined);
    child.stdout?.on('data', (chunk: Buffer) => {
      if (chunk.includes('at work')) child.kill('SIGTERM');
    });

    const { exitCode } = await ended(child);

    expect(exitCode).toBe(1);
    expect(answers()[0]?.body['error']).toBe('ContainerStoppedError');
  });

  it('says that the function broke beside its handler, and not what it said', async () => {
    const { exitCode } = await run(
      'setTimeout(() => { throw new TypeError("row 7: secret"); }); await new Promise(() => {});',
    );

    expect(exitCode).toBe(1);
    expect(answers()[0]?.body['error']).toBe('UnexpectedError');
    expect(answers()[0]?.body['cause']).toMatch(/Unexpected TypeError/);
    expect(answers()[0]?.body['cause']).not.toContain('secret');
  });

  it('keeps token and event from the function and from its own lines', async () => {
    const { lines } = await run(
      'return [process.env.TASK_TOKEN, process.env.TASK_EVENT, event].map((one) => one ?? null);',
      { TASK_EVENT: '"canary"' },
    );

    expect(JSON.parse(answers()[0]?.body['output'] ?? '')).toMatchObject({
      Payload: [null, null, 'canary'],
    });
    expect(lines.join('\n')).toMatch(/The function has answered/);
    expect(lines.join('\n')).not.toMatch(/canary|token-of-the-task/);
  });

  it.each([
    ['no event', { TASK_EVENT: '' }, /TASK_EVENT/],
    ['an event that is not JSON', { TASK_EVENT: '{"canary"' }, /TASK_EVENT: must be JSON/],
    ['no time', { TASK_TIMEOUT_SECONDS: '0' }, /TASK_TIMEOUT_SECONDS: must be at least 1/],
  ])('refuses %s, and tells the machine', async (_, environment, message) => {
    const { exitCode, lines } = await run('return {};', environment);

    expect(exitCode).toBe(2);
    expect(answers()[0]?.body['error']).toBe('ConfigError');
    expect(answers()[0]?.body['cause']).toMatch(message);
    expect(lines.join('\n')).not.toContain('canary');
  });

  it('says that the image holds no function', async () => {
    const { exitCode } = await run('return {};', { LAMBDA_TASK_ROOT: join(taskRoot, 'nowhere') });

    expect(exitCode).toBe(1);
    expect(answers()[0]?.body['error']).toBe('HandlerMissingError');
  });

  it('fails an answer that is larger than Step Functions takes', async () => {
    await run('return "x".repeat(262144);');

    expect(answers().map(({ body }) => body['error'])).toEqual(['States.DataLimitExceeded']);
  });

  it('prints the answer for somebody without a token', async () => {
    const { exitCode, lines } = await run('return event;', { TASK_TOKEN: '' });

    expect(exitCode).toBe(0);
    expect(lines).toContain('{"visits":21}');
    expect(endpoint.told).toEqual([]);
  });
});
