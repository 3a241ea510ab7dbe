import { describe, expect, it } from '@jest/globals';
import { matchesError } from './error-matching.ts';
import type { Failure } from './failure.ts';
import { retryDelaySeconds } from './retry-delay.ts';
import { parseTaskResource } from './task-resource.ts';

const failure = (error: string | undefined, kind: Failure['kind'] = 'error'): Failure => ({
  kind,
  error,
  cause: undefined,
});

describe('matchesError', () => {
  it.each([
    ['Boom', failure('Boom'), true],
    ['Boom', failure('Other'), false],
    ['boom', failure('Boom'), false],
    ['States.ALL', failure('Boom'), true],
    ['States.ALL', failure(undefined), true],
    ['States.ALL', failure('States.Timeout'), true],
    ['States.ALL', failure('States.DataLimitExceeded'), true],
    ['States.ALL', failure('States.DataLimitExceeded', 'limit'), false],
    ['States.DataLimitExceeded', failure('States.DataLimitExceeded', 'limit'), true],
    ['States.ALL', failure('States.Runtime', 'runtime'), false],
    ['States.Runtime', failure('States.Runtime', 'runtime'), false],
    ['States.TaskFailed', failure('Boom'), true],
    ['States.TaskFailed', failure('States.Timeout'), false],
    ['States.TaskFailed', failure('States.DataLimitExceeded', 'limit'), false],
    ['States.Timeout', failure('States.Timeout', 'heartbeat'), true],
    ['States.HeartbeatTimeout', failure('States.Timeout', 'heartbeat'), true],
    ['States.HeartbeatTimeout', failure('States.Timeout'), false],
  ])('%s and %j: %s', (name, of, expected) => {
    expect(matchesError([name], of)).toBe(expected);
  });

  it('matches when one of several names does', () => {
    expect(matchesError(['A', 'B'], failure('B'))).toBe(true);
  });
});

describe('retryDelaySeconds', () => {
  const retrier = {
    errorEquals: [],
    intervalSeconds: 3,
    maxAttempts: 9,
    backoffRate: 2,
    maxDelaySeconds: undefined,
    jitterStrategy: 'NONE',
  } as const;
  const delays = (change: object) =>
    [0, 1, 2, 3].map((attempt) => retryDelaySeconds({ ...retrier, ...change }, attempt, () => 0.5));

  it('multiplies the interval by the rate', () => {
    expect(delays({})).toEqual([3, 6, 12, 24]);
  });

  it('is capped by MaxDelaySeconds', () => {
    expect(delays({ maxDelaySeconds: 10 })).toEqual([3, 6, 10, 10]);
  });

  it('draws from the capped delay with full jitter', () => {
    expect(delays({ maxDelaySeconds: 10, jitterStrategy: 'FULL' })).toEqual([1.5, 3, 5, 5]);
  });

  it('takes a rate with a fraction', () => {
    expect(delays({ intervalSeconds: 4, backoffRate: 1.5 })).toEqual([4, 6, 9, 13.5]);
  });
});

describe('parseTaskResource', () => {
  it.each([
    ['arn:aws:states:::lambda:invoke', 'lambda', 'invoke', 'request'],
    ['arn:aws-cn:states:::lambda:invoke', 'lambda', 'invoke', 'request'],
    ['arn:aws:states:::aws-sdk:s3:listBuckets', 'aws-sdk:s3', 'listBuckets', 'request'],
    ['arn:aws:states:::states:startExecution.sync:2', 'states', 'startExecution.sync:2', 'sync'],
    ['arn:aws:states:::ecs:runTask.sync', 'ecs', 'runTask.sync', 'sync'],
    [
      'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      'sqs',
      'sendMessage.waitForTaskToken',
      'waitForTaskToken',
    ],
    ['odd', 'odd', '', 'request'],
  ])('takes %s apart', (arn, resourceType, resource, pattern) => {
    expect(parseTaskResource(arn)).toEqual({
      kind: 'service',
      arn,
      resourceType,
      resource,
      pattern,
    });
  });

  it('knows functions and activities by their own ARN', () => {
    const lambda = 'arn:aws:lambda:us-east-1:000000000000:function:f:1';
    const activity = 'arn:aws:states:us-east-1:000000000000:activity:a';

    expect(parseTaskResource(lambda)).toEqual({ kind: 'lambda', arn: lambda });
    expect(parseTaskResource(activity)).toEqual({ kind: 'activity', arn: activity });
  });
});
