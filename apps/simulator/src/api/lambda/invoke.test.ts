import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { errorOf, lambdaApi } from '../../../test/lambda-fixture.ts';

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:demo';
const { folder, serve } = lambdaApi();

describe('Invoke', () => {
  it('answers what the function returns', async () => {
    const { invoke } = await serve();

    const answer = await invoke({ a: 1 });

    expect([answer.status, answer.body]).toEqual([200, { event: { a: 1 } }]);
    expect(answer.headers.get('x-amz-executed-version')).toBe('$LATEST');
    expect(answer.headers.get('x-amz-function-error')).toBeNull();
    expect(answer.headers.get('x-amz-log-result')).toBeNull();
    expect((await invoke('')).body).toEqual({ event: {} });
  });

  it('marks the error of a function, and shows the end of its log', async () => {
    const { invoke } = await serve();

    const answer = await invoke({ fails: true }, { 'X-Amz-Log-Type': 'Tail' });
    const log = Buffer.from(answer.headers.get('x-amz-log-result') ?? '', 'base64').toString();

    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-amz-function-error')).toBe('Unhandled');
    expect(answer.body).toMatchObject({ errorType: 'RangeError', errorMessage: 'no such row' });
    const id = answer.headers.get('x-amzn-requestid') ?? 'none';
    expect(log).toMatch(`START RequestId: ${id} Version: $LATEST\n`);
    expect(log).toContain('got {"fails":true}\n');
    expect(log).toMatch(
      new RegExp(
        `END RequestId: ${id}\nREPORT RequestId: ${id}\tDuration: \\d+\\.\\d\\d ms\tBilled Duration: \\d+ ms\tMemory Size: 256 MB\tMax Memory Used: \\d+ MB\tInit Duration: \\d+\\.\\d\\d ms\t\n$`,
      ),
    );
  });

  it('shows at most 4 KB of a log', async () => {
    const { invoke } = await serve(
      `exports.handler = async () => { for (let i = 0; i < 9000; i++) console.log('line ' + i); };`,
    );

    const answer = await invoke({}, { 'X-Amz-Log-Type': 'Tail' });
    const log = Buffer.from(answer.headers.get('x-amz-log-result') ?? '', 'base64');

    expect(log.length).toBe(4_096);
    expect(log.toString()).toMatch(/line 8999\nEND RequestId/);
    expect(answer.body).toBeNull();
  });

  it('takes an Event, and a DryRun that runs nothing', async () => {
    const marks = path.join(folder, randomUUID());
    const { invoke } = await serve(
      `exports.handler = async (event) => require('node:fs').appendFileSync(${JSON.stringify(marks)}, event.mark);`,
    );

    const dry = await invoke({ mark: 'd' }, { 'X-Amz-Invocation-Type': 'DryRun' });
    const event = await invoke({ mark: 'e' }, { 'X-Amz-Invocation-Type': 'Event' });
    // A function takes one event at a time in the order of arrival, and this one is told of.
    while (!/e/.test(readIfThere(marks))) await invoke({ mark: '.' });

    expect([dry.status, dry.body]).toEqual([204, undefined]);
    expect([event.status, event.body]).toEqual([202, undefined]);
    expect(readIfThere(marks)).not.toContain('d');
  });

  it.each(['demo:$LATEST', '000000000000:function:demo', ARN, `${ARN}:$LATEST`])(
    'knows its function by %s',
    async (name) => {
      const { invoke } = await serve();

      expect((await invoke({}, {}, name)).body).toEqual({ event: {} });
    },
  );

  it.each([
    ['none', `${ARN.replace('demo', 'none')}`],
    ['demo:live', `${ARN}:live`],
    [
      'arn:aws:lambda:us-east-1:111111111111:function:none',
      ARN.replace(/0+:function:demo/, '111111111111:function:none'),
    ],
  ])('has no function %s', async (name, arn) => {
    const { invoke } = await serve();

    expect(errorOf(await invoke({}, {}, name))).toEqual({
      status: 404,
      code: 'ResourceNotFoundException',
      body: { Type: 'User', Message: `Function not found: ${arn}` },
    });
  });

  it('refuses what is no event, without quoting it', async () => {
    const { invoke } = await serve();

    expect(errorOf(await invoke('{"ssn":900-12-3456'))).toEqual({
      status: 400,
      code: 'InvalidRequestContentException',
      body: {
        Type: 'User',
        message: 'Could not parse request body into json: the payload is not JSON',
      },
    });
  });

  it.each([
    ['RequestResponse', 6_291_457, 'RequestEntityTooLargeException'],
    ['Event', 1_048_577, 'RequestTooLargeException'],
  ])('refuses an event for %s of %i bytes', async (type, sizeBytes, code) => {
    const { invoke } = await serve();
    const event = `"${'x'.repeat(sizeBytes - 2)}"`;

    const answer = await invoke(event, { 'X-Amz-Invocation-Type': type });

    expect(errorOf(answer)).toMatchObject({ status: 413, code });
  });

  it.each([
    [{ 'X-Amz-Invocation-Type': 'Later' }, 'demo', "'Later' at 'invocationType'"],
    [{ 'X-Amz-Log-Type': 'All' }, 'demo', "'All' at 'logType'"],
    [{}, 'de mo', "'de mo' at 'functionName'"],
  ])('refuses %j for %s', async (headers, name, text) => {
    const { invoke } = await serve();

    const answer = await invoke({}, headers, name);

    expect(errorOf(answer)).toMatchObject({ status: 400, code: 'ValidationException' });
    expect((answer.body as { message: string }).message).toContain(
      `1 validation error detected: Value ${text} failed to satisfy constraint: `,
    );
  });
});

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
