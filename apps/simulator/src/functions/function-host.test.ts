import { existsSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { isJsonObject, type JsonObject } from '@pipelines/core';
import { functionFixture } from '../../test/function-fixture.ts';
import { writeZip } from '../../test/function-zip.ts';
import { isRunning } from '../../test/is-running.ts';
import type { FunctionLog, InvokeResult } from './function-host.ts';

const { hostOf } = functionFixture();

const echo = 'exports.handler = async (event) => event;';
const count = 'let n = 0; exports.handler = async () => ++n;';
const pid = 'exports.handler = async () => process.pid;';

function textOf({ payload }: InvokeResult): string {
  if (typeof payload !== 'string') throw new Error('not a text');
  return payload;
}

function objectOf({ payload }: InvokeResult): JsonObject {
  if (!isJsonObject(payload)) throw new Error('not an object');
  return payload;
}

describe('an invocation', () => {
  it('gives the handler the event and returns its result', async () => {
    const host = await hostOf(echo);

    const result = await host.invoke('demo', { a: [1, 'ü'] });

    expect(result).toMatchObject({ payload: { a: [1, 'ü'] }, isColdStart: true, memoryMb: 256 });
    expect(result.initDurationMs).toBeGreaterThan(0);
    expect(result.functionError).toBeUndefined();
  });

  it('answers null for a handler that returns nothing', async () => {
    const host = await hostOf('exports.handler = async () => undefined;');

    const { payload } = await host.invoke('demo', {});

    expect(payload).toBeNull();
  });

  it('answers warm from the same process', async () => {
    const host = await hostOf(count);
    await host.invoke('demo', {});

    const second = await host.invoke('demo', {});

    expect(second).toMatchObject({ payload: 2, isColdStart: false });
    expect(second.initDurationMs).toBeUndefined();
  });

  it('has a process of its own while others run', async () => {
    const host = await hostOf(pid);

    const results = await Promise.all([host.invoke('demo', 1), host.invoke('demo', 2)]);

    expect(new Set(results.map(({ payload }) => payload)).size).toBe(2);
    expect(results.map(({ isColdStart }) => isColdStart)).toEqual([true, true]);
  });

  it('waits for its turn while as many workers are busy as there may be', async () => {
    const host = await hostOf(pid, { maxWorkers: 3 });

    const results = await Promise.all(
      Array.from({ length: 8 }, (_, index) => host.invoke('demo', index)),
    );

    expect(results.filter(({ isColdStart }) => isColdStart).length).toBe(3);
  }, 60_000);

  it('gets the context object of Lambda', async () => {
    const host = await hostOf(`exports.handler = async (event, context) => ({
      ...context, getRemainingTimeInMillis: undefined, remainingMs: context.getRemainingTimeInMillis(),
    });`);

    const result = await host.invoke('demo', {});

    const { remainingMs, ...context } = objectOf(result);
    expect(context).toEqual({
      callbackWaitsForEmptyEventLoop: true,
      functionName: 'demo',
      functionVersion: '$LATEST',
      memoryLimitInMB: '256',
      logGroupName: '/aws/lambda/demo',
      logStreamName: 'simulator',
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:demo',
      awsRequestId: result.requestId,
    });
    expect(remainingMs).toBeGreaterThan(15_000);
    expect(remainingMs).toBeLessThanOrEqual(20_000);
  });

  it('refuses an event of more than 6 MB', async () => {
    const host = await hostOf(echo);

    const invocation = host.invoke('demo', 'x'.repeat(6_291_455));

    await expect(invocation).rejects.toMatchObject({ name: 'RequestTooLargeError' });
  });

  it('ends with its process when the caller gives up', async () => {
    const host = await hostOf(
      'exports.handler = async (e) => e.wait ? new Promise(() => setInterval(() => {}, 9)) : 1;',
    );
    const controller = new AbortController();
    const invocation = host.invoke('demo', { wait: true }, { signal: controller.signal });

    controller.abort(new Error('stopped by the test'));

    await expect(invocation).rejects.toThrow('stopped by the test');
    expect(await host.invoke('demo', {})).toMatchObject({ payload: 1, isColdStart: true });
  });
});

describe('the environment of a function', () => {
  it('has the declared names and those that Lambda sets, and nothing of this process', async () => {
    process.env['SECRET_FROM_PARENT'] = 'canary';
    const host = await hostOf('exports.handler = async () => process.env;', {
      environment: () => ({ POSTGRES_HOST: 'db', LOG_LEVEL: 'DEBUG' }),
    });

    const environment = objectOf(await host.invoke('demo', {}));

    delete process.env['SECRET_FROM_PARENT'];
    // PWD, SHLVL and _ are what a shell may add on its way to exec.
    const names = Object.keys(environment).filter((name) => !/^(PWD|SHLVL|OLDPWD|_)$/.test(name));
    expect(names.sort()).toEqual([
      'AWS_DEFAULT_REGION',
      'AWS_EXECUTION_ENV',
      'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
      'AWS_LAMBDA_FUNCTION_NAME',
      'AWS_LAMBDA_FUNCTION_VERSION',
      'AWS_LAMBDA_INITIALIZATION_TYPE',
      'AWS_LAMBDA_LOG_GROUP_NAME',
      'AWS_LAMBDA_LOG_STREAM_NAME',
      'AWS_LAMBDA_RUNTIME_API',
      'AWS_REGION',
      'LAMBDA_TASK_ROOT',
      'LANG',
      'LOG_LEVEL',
      'NODE_OPTIONS',
      'PATH',
      'POSTGRES_HOST',
      'TMPDIR',
      'TZ',
      '_HANDLER',
      '_X_AMZN_TRACE_ID',
    ]);
    expect(JSON.stringify(environment)).not.toContain('canary');
  });

  it('cannot replace what Lambda sets', async () => {
    const host = await hostOf('exports.handler = async () => process.env.AWS_REGION;', {
      environment: () => ({ AWS_REGION: 'elsewhere' }),
    });

    const { payload } = await host.invoke('demo', {});

    expect(payload).toBe('us-east-1');
  });

  it('is asked again before each invocation; a change replaces the warm process', async () => {
    let port = '1';
    const host = await hostOf('exports.handler = async () => process.env.POSTGRES_PORT;', {
      environment: () => ({ POSTGRES_PORT: port }),
    });
    await host.invoke('demo', {});

    port = '2';
    const second = await host.invoke('demo', {});

    expect(second).toMatchObject({ payload: '2', isColdStart: true });
  });

  it('has a temporary folder that goes with the process', async () => {
    const host = await hostOf(
      `const fs = require('node:fs');
       exports.handler = async () => {
         const file = require('node:os').tmpdir() + '/left-behind';
         fs.writeFileSync(file, 'x');
         return file;
       };`,
    );
    const file = textOf(await host.invoke('demo', {}));
    expect(existsSync(file)).toBe(true);

    await host.stop();

    expect(existsSync(path.dirname(file))).toBe(false);
  });
});

describe('the zip of a function', () => {
  it('is swapped in at the next invocation when it was rebuilt', async () => {
    const host = await hostOf('exports.handler = async () => "old";');
    await host.invoke('demo', {});

    await writeZip(host.zipPath, { 'index.js': 'exports.handler = async () => "new";' });
    const second = await host.invoke('demo', {});

    expect(second).toMatchObject({ payload: 'new', isColdStart: true });
  });

  it('keeps its warm process when it was rebuilt with the same content', async () => {
    const host = await hostOf(count);
    await host.invoke('demo', {});

    await writeZip(host.zipPath, { 'index.js': count });
    const second = await host.invoke('demo', {});

    expect(second).toMatchObject({ payload: 2, isColdStart: false });
  });

  it('is unpacked read-only, under a name made of its content', async () => {
    const host = await hostOf('exports.handler = async () => process.env.LAMBDA_TASK_ROOT;');

    const taskRoot = textOf(await host.invoke('demo', {}));

    expect(path.basename(taskRoot)).toMatch(/^[0-9a-f]{64}$/);
    expect(statSync(path.join(taskRoot, 'index.js')).mode & 0o777).toBe(0o444);
    expect(statSync(taskRoot).mode & 0o777).toBe(0o555);
    expect(statSync(path.dirname(taskRoot)).mode & 0o777).toBe(0o700);
  });

  it('may hold an ES module', async () => {
    const host = await hostOf('');
    await writeZip(host.zipPath, { 'index.mjs': 'export const handler = async () => "esm";' });

    const { payload } = await host.invoke('demo', {});

    expect(payload).toBe('esm');
  });

  it('says how to build it when it is missing', async () => {
    const host = await hostOf(echo);
    await rm(host.zipPath);

    const invocation = host.invoke('demo', {});

    await expect(invocation).rejects.toMatchObject({
      name: 'FunctionNotPackagedError',
      message: `No function zip at "${host.zipPath}". Build it with: npx nx run-many -t package`,
    });
  });
});

describe('the logs of a function', () => {
  it('come line by line with the invocation that wrote them, all before its result', async () => {
    const logs: FunctionLog[] = [];
    const host = await hostOf(
      `console.log('loading');
       exports.handler = async ({ n }) => {
         console.log('one ' + n + '\\ntwo ' + n);
         console.error('bad ' + n);
         process.stdout.write('no newline');
       };`,
      { logs },
    );

    const first = await host.invoke('demo', { n: 1 });
    const second = await host.invoke('demo', { n: 2 });

    const linesOf = ({ requestId }: InvokeResult, stream: string): string[] =>
      logs
        .filter((log) => log.requestId === requestId && log.stream === stream)
        .map(({ line }) => line);
    expect(linesOf(first, 'stdout')).toEqual(['loading', 'one 1', 'two 1', 'no newline']);
    expect(linesOf(first, 'stderr')).toEqual(['bad 1']);
    expect(linesOf(second, 'stdout')).toEqual(['one 2', 'two 2', 'no newline']);
    expect(logs.every(({ functionName }) => functionName === 'demo')).toBe(true);
  });
});

describe('a stopped host', () => {
  it('has killed its processes and starts no more', async () => {
    const host = await hostOf(pid);
    const { payload } = await host.invoke('demo', {});

    await host.stop();

    expect(isRunning(Number(payload))).toBe(false);
    await expect(host.invoke('demo', {})).rejects.toMatchObject({
      name: 'FunctionHostStoppedError',
    });
  });
});
