import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openAnswersBucket, type AnswersBucket } from './answers-bucket.ts';

const MAIN = join(import.meta.dirname, '../src/main.ts');
let answers: AnswersBucket;
let taskRoot: string;
let key: string;
let count = 0;

beforeAll(async () => {
  answers = await openAnswersBucket();
});
afterAll(() => answers.close());
beforeEach(async () => {
  taskRoot = await mkdtemp(join(tmpdir(), 'container-'));
  key = `night/answer-${count++}.json`;
});
afterEach(() => rm(taskRoot, { recursive: true }));

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
      TASK_EVENT: '{"visits":21}',
      TASK_ANSWER_BUCKET: answers.name,
      TASK_ANSWER_KEY: key,
      ...answers.environment,
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

/** What a container left for its machine. */
interface Document {
  readonly answer?: unknown;
  readonly error?: string;
  readonly cause?: string;
}

const answered = async (): Promise<Document> => JSON.parse(await answers.read(key)) as Document;
const causeOf = ({ cause }: Document): unknown => JSON.parse(cause ?? 'null');

describe('the entry of the container', () => {
  it('leaves its answer in the shape of lambda:invoke', async () => {
    const { exitCode } = await run('return { doubled: event.visits * 2 };');

    expect(exitCode).toBe(0);
    expect(await answered()).toEqual({
      answer: { ExecutedVersion: '$LATEST', Payload: { doubled: 42 }, StatusCode: 200 },
    });
  });

  it('hands an error on by its name, with the cause that Lambda writes', async () => {
    const { exitCode } = await run(
      'throw Object.assign(new Error("too many rows"), { name: "Task02ExecutionError" });',
    );

    expect(exitCode).toBe(0);
    const document = await answered();
    expect(document).toEqual({ error: 'Task02ExecutionError', cause: expect.any(String) });
    expect(causeOf(document)).toMatchObject({
      errorType: 'Task02ExecutionError',
      errorMessage: 'too many rows',
    });
  });

  it('gives the function its time, and fails as Lambda does when it is over', async () => {
    const { exitCode } = await run('await new Promise(() => {});', { TASK_TIMEOUT_SECONDS: '1' });

    expect(exitCode).toBe(0);
    const document = await answered();
    expect(document.error).toBe('Sandbox.Timedout');
    expect(causeOf(document)).toMatchObject({
      errorMessage: expect.stringMatching(/Task timed out after 1\.00 seconds$/),
    });
  });

  it('says that it is told to stop', async () => {
    const child = await start('console.log("at work"); await new Promise(() => {});');
    child.stdout?.once('data', () => undefined);
    child.stdout?.on('data', (chunk: Buffer) => {
      if (chunk.includes('at work')) child.kill('SIGTERM');
    });

    const { exitCode } = await ended(child);

    expect(exitCode).toBe(0);
    expect((await answered()).error).toBe('ContainerStoppedError');
  });

  it('says that the function broke beside its handler, and not what it said', async () => {
    const { exitCode } = await run(
      'setTimeout(() => { throw new TypeError("row 7: secret"); }); await new Promise(() => {});',
    );

    expect(exitCode).toBe(0);
    const { error, cause } = await answered();
    expect(error).toBe('UnexpectedError');
    expect(cause).toMatch(/Unexpected TypeError/);
    expect(cause).not.toContain('secret');
  });

  it('leaves nothing, and fails, when it is killed', async () => {
    const child = await start('console.log("at work"); await new Promise(() => {});');
    child.stdout?.on('data', (chunk: Buffer) => {
      if (chunk.includes('at work')) child.kill('SIGKILL');
    });

    const { exitCode } = await ended(child);

    expect(exitCode).toBe(null);
    expect(await answers.keys()).not.toContain(key);
  });

  it('fails when its answer cannot be left', async () => {
    const { exitCode, lines } = await run('return event;', { TASK_ANSWER_BUCKET: 'no-bucket' });

    expect(exitCode).toBe(3);
    expect(lines.join('\n')).toMatch(/ends without an answer.*NoSuchBucket/);
    expect(lines.join('\n')).not.toContain('"visits":21');
  });

  it('keeps event and place from the function and from its own lines', async () => {
    const names = 'TASK_EVENT TASK_ANSWER_BUCKET TASK_ANSWER_KEY';
    const { lines } = await run(
      `return [..."${names}".split(" ").map((one) => process.env[one]), event].map((one) => one ?? null);`,
      { TASK_EVENT: '"canary"' },
    );

    expect((await answered()).answer).toMatchObject({ Payload: [null, null, null, 'canary'] });
    expect(lines.join('\n')).toMatch(/The function has answered/);
    expect(lines.join('\n')).not.toContain('canary');
  });

  it.each([
    ['no event', { TASK_EVENT: '' }, /TASK_EVENT/],
    ['an event that is not JSON', { TASK_EVENT: '{"canary"' }, /TASK_EVENT: must be JSON/],
    ['no time', { TASK_TIMEOUT_SECONDS: '0' }, /TASK_TIMEOUT_SECONDS: must be at least 1/],
  ])('refuses %s, and tells the machine', async (_, environment, message) => {
    const { exitCode, lines } = await run('return {};', environment);

    expect(exitCode).toBe(0);
    const { error, cause } = await answered();
    expect(error).toBe('ConfigError');
    expect(cause).toMatch(message);
    expect(lines.join('\n')).not.toContain('canary');
  });

  it.each([
    ['TASK_ANSWER_KEY', 'TASK_ANSWER_BUCKET'],
    ['TASK_ANSWER_BUCKET', 'TASK_ANSWER_KEY'],
  ])('refuses half a place: no %s beside %s', async (absent) => {
    const { exitCode, lines } = await run('console.log("at work");', { [absent]: '' });

    expect(exitCode).toBe(2);
    expect(lines.join('\n')).toMatch(`${absent}: must be set`);
    expect(lines).not.toContain('at work');
  });

  it('says that the image holds no function', async () => {
    const { exitCode } = await run('return {};', { LAMBDA_TASK_ROOT: join(taskRoot, 'nowhere') });

    expect(exitCode).toBe(0);
    expect((await answered()).error).toBe('HandlerMissingError');
  });

  it.each([
    ['of plain text', 'return "x".repeat(262144);'],
    ['that grows when it stands in a text', 'return "\\"".repeat(100000);'],
  ])('fails an answer %s that is larger than a state may get', async (_, code) => {
    await run(code);

    expect((await answered()).error).toBe('States.DataLimitExceeded');
  });

  it.each([
    ['0, and prints its answer', 'return event;', 0, '{"visits":21}'],
    ['1, and prints its error', 'throw new TypeError("x");', 1, '"errorMessage":"x"'],
  ])('by hand it ends with %s', async (_, code, expected, printed) => {
    const { exitCode, lines } = await run(code, { TASK_ANSWER_BUCKET: '', TASK_ANSWER_KEY: '' });

    expect(exitCode).toBe(expected);
    expect(lines.join('\n')).toContain(printed);
    expect(await answers.keys()).not.toContain(key);
  });
});
