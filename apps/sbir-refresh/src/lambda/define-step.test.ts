import { describe, expect, it } from '@jest/globals';
import { createVirtualClock, PipelineError, type JsonObject } from '@pipelines/core';
import type { Invocation } from '@pipelines/lambda-kit';
import {
  AccessDeniedError,
  createMemoryStore,
  FileNotFoundError,
  StorageUnavailableError,
} from '@pipelines/s3-files';
import { SecretUnavailableError } from '@pipelines/secrets';
import * as z from 'zod';
import { defineStep, type StepContext } from './define-step.ts';
import { openBucket } from './open-bucket.ts';

const event = z.object({ s3_bucket: z.string().optional(), rows: z.number().default(1) });
const body = z.strictObject({ status: z.literal('success'), rows: z.number() });
const START_MS = Date.parse('2026-11-23T09:00:00Z');

function stepOf(
  run: (event: { s3_bucket?: string | undefined; rows: number }, context: StepContext) => unknown,
  environment: Record<string, string> = {},
) {
  const clock = createVirtualClock(START_MS);
  const lines: JsonObject[] = [];
  const opened: string[] = [];
  const handler = defineStep(
    {
      step: 'test-step',
      event,
      body,
      run: async (input, context) =>
        (await run(input, context)) as { status: 'success'; rows: number },
    },
    () => ({
      environment,
      clock,
      writeLine: (line) => lines.push(JSON.parse(line) as JsonObject),
      openStore: (...bucket) => {
        opened.push(bucket.join(' '));
        return createMemoryStore();
      },
    }),
  );
  return { handler, clock, lines, opened };
}

const succeed = ({ rows }: { rows: number }) => ({ status: 'success', rows });
const fail = (error: Error) => () => Promise.reject(error);

describe('defineStep', () => {
  it('wraps the body of success', async () => {
    const { handler } = stepOf(succeed);

    expect(await handler({ rows: 3, unknown: true })).toEqual({
      statusCode: 200,
      body: { status: 'success', rows: 3 },
    });
  });

  it('puts who called on each line', async () => {
    const { handler, lines } = stepOf(succeed);

    await handler({
      execution_arn: 'arn:aws:states:us-east-2:000000000000:execution:m:weekly',
      execution_name: 'weekly',
      state_name: 'DownloadCSV',
    });

    expect(lines.map(({ message }) => message)).toEqual(['step started', 'step finished']);
    for (const line of lines) {
      expect(line).toMatchObject({
        service: 'sbir-refresh',
        step: 'test-step',
        function_request_id: 'by-hand',
        execution_arn: 'arn:aws:states:us-east-2:000000000000:execution:m:weekly',
        execution_name: 'weekly',
        state_name: 'DownloadCSV',
      });
    }
  });

  it('names an execution by hand after its time', async () => {
    const { handler, lines } = stepOf(succeed);

    await handler({});

    expect(lines[0]).toMatchObject({ execution_name: `manual-${START_MS}` });
  });

  it('refuses a wrong event with 400 and names the field, not its value', async () => {
    const { handler } = stepOf(succeed);

    const envelope = await handler({ rows: 'canary' });

    expect(envelope).toMatchObject({
      statusCode: 400,
      body: {
        status: 'error',
        error_type: 'ValidationError',
        error: expect.stringMatching(/^Invalid event: rows: (?!.*canary)/),
      },
    });
  });

  it.each([
    [new FileNotFoundError('No file at "a"', ['a']), 400, 'ValidationError'],
    [new AccessDeniedError('s3://b/a', 'AccessDenied'), 400, 'AccessDeniedError'],
    [new StorageUnavailableError('s3://b/a', 'SlowDown'), 500, 'StorageUnavailableError'],
    [new PipelineError('some other of ours'), 500, 'RefreshError'],
    [new SecretUnavailableError('s', named('AccessDeniedException')), 400, 'AccessDeniedError'],
    [
      new SecretUnavailableError('s', named('ResourceNotFoundException')),
      400,
      'ConfigurationError',
    ],
    [new SecretUnavailableError('s', named('TimeoutError')), 500, 'RefreshError'],
    [new TypeError('row 12 has jane@example.com'), 500, 'RefreshError'],
  ])('%# answers %s with its status and name, or throws it', async (error, status, name) => {
    const { handler } = stepOf(fail(error));

    const envelope = await handler({});
    const thrown = await handler({ raise_on_error: true }).catch((reason: unknown) => reason);

    expect(envelope).toMatchObject({ statusCode: status, body: { error_type: name } });
    expect(thrown).toMatchObject({ name });
    expect(Object.keys(thrown as object)).not.toContain('name');
  });

  it('repeats no foreign message, and logs its frames', async () => {
    const { handler, lines } = stepOf(fail(new TypeError('row 12 has jane@example.com')));

    const envelope = await handler({});

    expect(JSON.stringify([envelope, lines])).not.toContain('jane');
    expect(lines[1]).toMatchObject({
      error_name: 'RefreshError',
      trace: expect.stringContaining('define-step'),
    });
  });

  it('takes a body that breaks its contract for a failure', async () => {
    const { handler } = stepOf(() => ({ status: 'success', rows: 'many' }));

    expect(await handler({})).toMatchObject({
      statusCode: 500,
      body: { error_type: 'RefreshError' },
    });
  });

  it('names a malformed variable', async () => {
    const { handler } = stepOf(succeed, { MIN_SOURCE_BYTES: 'canary', LOG_LEVEL: 'INFO' });

    const envelope = await handler({});

    expect(envelope).toEqual({
      statusCode: 400,
      body: {
        status: 'error',
        error_type: 'ConfigurationError',
        error: 'Invalid configuration: MIN_SOURCE_BYTES: must be a number',
      },
    });
  });

  it.each([
    // A container may have hours.
    [14_400_000, 14_340_000],
    [900_000, 840_000],
    [600_000, 540_000],
    [60_000, 30_000],
  ])('ends a step before the runtime does: of %d ms after %d', async (remaining, limit) => {
    const { handler, clock } = stepOf(() => new Promise(() => undefined));
    const invocation: Invocation = {
      awsRequestId: '1',
      getRemainingTimeInMillis: () => remaining,
    };

    const envelope = await clock.runUntil(handler({}, invocation));

    expect(envelope).toMatchObject({ statusCode: 500, body: { error_type: 'TaskTimeoutError' } });
    expect(clock.now() - START_MS).toBe(limit);
  });

  it('leaves no timer behind', async () => {
    const { handler, clock } = stepOf(succeed);

    await handler({});

    expect(clock.pendingTimers()).toBe(0);
  });
});

describe('openBucket', () => {
  const open = (input: { s3_bucket?: string | undefined; rows: number }, context: StepContext) => ({
    status: 'success',
    rows: openBucket(input, context).bucket.length,
  });

  it.each([
    ['the event', { s3_bucket: 'given' }, {}],
    ['S3_BUCKET', {}, { S3_BUCKET: 'given' }],
    ['both, when they agree', { s3_bucket: 'given' }, { S3_BUCKET: 'given' }],
  ])('takes the bucket of %s', async (_, input, environment) => {
    const { handler, opened } = stepOf(open, environment);

    await handler(input);

    expect(opened).toEqual(['given ']);
  });

  it('tells S3 whose bucket it expects', async () => {
    const { handler, opened } = stepOf(open, {
      S3_BUCKET: 'given',
      S3_BUCKET_OWNER: '000000000000',
    });

    await handler({});

    expect(opened).toEqual(['given 000000000000']);
  });

  it.each([
    ['a foreign bucket', { s3_bucket: 'attacker' }, { S3_BUCKET: 'given' }],
    ['no bucket', {}, {}],
  ])('refuses %s before any call', async (_, input, environment) => {
    const { handler, opened } = stepOf(open, environment);

    expect(await handler(input)).toMatchObject({
      statusCode: 400,
      body: { error_type: 'ValidationError', error: expect.stringContaining('s3_bucket') },
    });
    expect(opened).toEqual([]);
  });
});

function named(name: string): Error {
  return Object.assign(new Error('x'), { name });
}
