import { parseDefinition } from '@pipelines/asl';
import { createVirtualClock } from '@pipelines/core';
import { expect, it } from '@jest/globals';
import { createEngine, TaskFailure } from './index.ts';

const ARN = 'arn:aws:states:us-east-1:000000000000';
const definition = {
  StartAt: 'T',
  TimeoutSeconds: 3_600,
  States: {
    T: {
      Type: 'Task',
      Resource: 'arn:aws:lambda:us-east-1:0:function:f',
      Parameters: { 'at.$': '$$.Execution.StartTime' },
      Next: 'W',
    },
    W: { Type: 'Wait', Seconds: 60, End: true },
  },
};

it('an execution is redriven in another engine, days later, from its history alone', async () => {
  const options = {
    machine: {
      arn: `${ARN}:stateMachine:m`,
      name: 'm',
      definition: parseDefinition(JSON.stringify(definition), { type: 'STANDARD' }),
      roleArn: 'arn:aws:iam::000000000000:role/r',
      type: 'STANDARD' as const,
    },
    executionArn: `${ARN}:execution:m:e`,
    name: 'e',
    inputText: '{}',
  };
  const clock = createVirtualClock(0);
  const failing = createEngine({ clock, runTask: () => Promise.reject(new TaskFailure('E')) });
  const failed = failing.start(options);
  await clock.runUntil(failed.done);
  await clock.advanceBy(86_400_000);
  const later = createEngine({ clock, runTask: async ({ payload }) => payload });

  const redriven = later.redrive({
    ...options,
    history: JSON.parse(JSON.stringify(failed.history())) as ReturnType<typeof failed.history>,
  });
  const heard: string[] = [];
  redriven.subscribe(({ type }) => heard.push(type));
  const result = await clock.runUntil(redriven.done);

  expect(result).toEqual({
    status: 'SUCCEEDED',
    output: '{"at":"1970-01-01T00:00:00.000Z"}',
    startMs: 0,
    stopMs: 86_460_000,
  });
  expect(heard[0]).toBe('ExecutionRedriven');
  expect(redriven.startMs).toBe(0);
  expect(redriven.history().slice(0, 6)).toEqual(failed.history());
  expect(redriven.history()).toHaveLength(6 + heard.length);
});
