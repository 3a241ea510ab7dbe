import { describe, expect, it } from '@jest/globals';
import type { Json, JsonObject } from '@pipelines/core';
import { functionFixture, type HostOptions } from '../../test/function-fixture.ts';
import { isRunning } from '../../test/is-running.ts';
import type { FunctionLog } from './function-host.ts';

const { hostOf } = functionFixture();

/** Fails as `code` does when the event says so; else answers, and so shows the recovery. */
async function failWith(
  code: string,
  options: HostOptions = {},
): Promise<{ error: JsonObject; requestId: string; afterwards: Json }> {
  const host = await hostOf(
    `exports.handler = async (event) => { if (!event.fail) return 'well'; ${code} };`,
    options,
  );
  const { payload, functionError, requestId } = await host.invoke('demo', { fail: true });
  expect(functionError).toBe('Unhandled');
  const { payload: afterwards } = await host.invoke('demo', {});
  return { error: payload as JsonObject, requestId, afterwards };
}

/** Fails while the zip is loaded. */
async function loadOf(code: string): Promise<JsonObject> {
  const host = await hostOf(code);
  const { payload, functionError } = await host.invoke('demo', {});
  expect(functionError).toBe('Unhandled');
  return payload as JsonObject;
}

describe('a handler that throws', () => {
  it('is reported by the name and message of its error, with the trace', async () => {
    const { error, afterwards } = await failWith(
      `throw Object.assign(new Error('no host'), { name: 'ConfigError' });`,
    );

    expect(Object.keys(error)).toEqual(['errorType', 'errorMessage', 'trace']);
    expect(error).toMatchObject({ errorType: 'ConfigError', errorMessage: 'no host' });
    expect(afterwards).toBe('well');
  });

  it('is reported by the type of what it throws when that is no Error', async () => {
    const { error } = await failWith(`throw 'words';`);

    expect(error).toEqual({ errorType: 'string', errorMessage: 'words', trace: [] });
  });

  it('is reported when it waits for what can never come', async () => {
    const { error, afterwards } = await failWith('await new Promise(() => {});');

    expect(error).toMatchObject({
      errorType: 'Runtime.NodeJsExit',
      errorMessage: expect.stringContaining('a Promise that was never settled'),
    });
    expect(afterwards).toBe('well');
  });

  it('is reported when its result has no JSON', async () => {
    const { error } = await failWith(`const loop = {}; loop.loop = loop; return loop;`);

    expect(error).toMatchObject({ errorMessage: 'Unable to stringify response body' });
  });
});

describe('a function that runs too long', () => {
  it.each([
    ['waits for ever', 'await new Promise(() => setInterval(() => {}, 1000));'],
    ['never gives the event loop back', 'for (;;);'],
  ])('is killed at its timeout when it %s', async (_, code) => {
    const { error, requestId, afterwards } = await failWith(code, {
      spec: { timeoutSeconds: 1.5 },
    });

    expect(error).toEqual({
      errorType: 'Sandbox.Timedout',
      errorMessage: `RequestId: ${requestId} Error: Task timed out after 1.50 seconds`,
    });
    expect(afterwards).toBe('well');
  });

  it('has its children killed too', async () => {
    const logs: FunctionLog[] = [];
    await failWith(
      `const child = require('node:child_process').spawn('sleep', ['600'], { stdio: 'inherit' });
       console.log(child.pid);
       await new Promise(() => setInterval(() => {}, 1000));`,
      { spec: { timeoutSeconds: 1 }, logs },
    );

    const childPid = Number(logs[0]?.line);
    expect(childPid).toBeGreaterThan(0);
    expect(isRunning(childPid)).toBe(false);
  });

  it('keeps the lines that it wrote before', async () => {
    const logs: FunctionLog[] = [];
    await failWith(`console.log('started'); for (;;);`, { spec: { timeoutSeconds: 1 }, logs });

    expect(logs.map(({ line }) => line)).toEqual(['started']);
  });
});

describe('a function that uses too much memory', () => {
  it('is killed when its buffers exceed the limit', async () => {
    const { error, requestId, afterwards } = await failWith(
      `const all = []; for (;;) { all.push(Buffer.alloc(1e6, 1)); await new Promise(setImmediate); }`,
      { spec: { memoryMb: 128 } },
    );

    expect(error).toEqual({
      errorType: 'Runtime.OutOfMemory',
      errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`,
    });
    expect(afterwards).toBe('well');
  });

  it('is ended when its heap exceeds the limit', async () => {
    const { error, afterwards } = await failWith(
      `const all = []; for (;;) all.push(new Array(1000).fill(all.length));`,
      { spec: { memoryMb: 128 } },
    );

    // Whichever notices first: V8, which aborts, or the watch of the resident size.
    expect(error['errorType']).toMatch(/^Runtime\.(ExitError|OutOfMemory)$/);
    expect(error['errorMessage']).toMatch(/Runtime exited with error: signal: (aborted|killed)$/);
    expect(afterwards).toBe('well');
  });
});

describe('a function that ends its process', () => {
  it.each([
    ['process.exit(3);', 'Error: Runtime exited with error: exit status 3'],
    ['process.exit(0);', 'Error: Runtime exited without providing a reason'],
    [`process.kill(process.pid, 'SIGTERM'); for (;;);`, 'signal: terminated'],
  ])('is reported for %s', async (code, message) => {
    const { error, requestId, afterwards } = await failWith(code);

    expect(error['errorType']).toBe('Runtime.ExitError');
    expect(error['errorMessage']).toMatch(new RegExp(`^RequestId: ${requestId} .*${message}$`));
    expect(afterwards).toBe('well');
  });

  it('is reported for an unhandled rejection', async () => {
    const { error, afterwards } = await failWith(
      `void Promise.reject(new TypeError('lost')); await new Promise(() => setInterval(() => {}, 9));`,
    );

    expect(error).toMatchObject({
      errorType: 'Runtime.UnhandledPromiseRejection',
      errorMessage: 'TypeError: lost',
    });
    expect(afterwards).toBe('well');
  });

  it('is reported for an uncaught exception', async () => {
    const { error, afterwards } = await failWith(
      `setImmediate(() => { throw new RangeError('off'); }); await new Promise(() => setInterval(() => {}, 9));`,
    );

    expect(error).toMatchObject({ errorType: 'RangeError', errorMessage: 'off' });
    expect(afterwards).toBe('well');
  });
});

describe('a result of more than 6 MB', () => {
  it('is reported by its limit, and the process lives on', async () => {
    const { error, afterwards } = await failWith(`return 'x'.repeat(7e6);`);

    expect(error).toEqual({
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
    });
    expect(afterwards).toBe('well');
  });
});

describe('a zip that cannot be loaded', () => {
  it.each([
    ['throws', `throw new Error('at load');`, 'Error', 'at load'],
    ['has no handler', '', 'Runtime.HandlerNotFound', 'index.handler is undefined or not exported'],
    [
      'needs a missing module',
      `require('no-such-module');`,
      'Runtime.ImportModuleError',
      /^Error: Cannot find module 'no-such-module'\nRequire stack:/,
    ],
    ['is no JavaScript', 'exports.handler = =;', 'Runtime.UserCodeSyntaxError', /^SyntaxError: /],
  ])('is reported when it %s', async (_, code, errorType, message) => {
    const error = await loadOf(code);

    expect(error['errorType']).toBe(errorType);
    expect(error['errorMessage']).toMatch(message);
  });
});
