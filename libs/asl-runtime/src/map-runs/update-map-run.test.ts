import { parseDefinition } from '@pipelines/asl';
import { createVirtualClock, type Json } from '@pipelines/core';
import { expect, it } from '@jest/globals';
import { createEngine, TaskFailure, type TaskRunner } from '../index.ts';

const ARN = 'arn:aws:states:us-east-1:000000000000';

function start(runTask: TaskRunner) {
  const clock = createVirtualClock(0);
  const task = { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:0:function:f', End: true };
  const definition = {
    StartAt: 'M',
    States: {
      M: {
        Type: 'Map',
        MaxConcurrency: 1,
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'T',
          States: { T: task },
        },
        End: true,
      },
    },
  };
  const execution = createEngine({ clock, runTask }).start({
    machine: {
      arn: `${ARN}:stateMachine:m`,
      name: 'm',
      definition: parseDefinition(JSON.stringify(definition), { type: 'STANDARD' }),
      roleArn: 'arn:aws:iam::000000000000:role/r',
      type: 'STANDARD',
    },
    executionArn: `${ARN}:execution:m:e`,
    name: 'e',
    inputText: '[1, 2, 3, 4]',
  });
  return { clock, execution };
}

it('a Map Run takes new limits while it runs', async () => {
  let running = 0;
  let most = 0;
  const { clock, execution } = start(async ({ payload }): Promise<Json> => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setImmediate(resolve));
    running--;
    if (payload === 1) {
      execution.mapRuns()[0]?.update({
        maxConcurrency: 2,
        tolerance: { count: 1, percentage: undefined },
      });
      throw new TaskFailure('E');
    }
    return payload;
  });

  const { output } = await clock.runUntil(execution.done);

  expect(most).toBe(2);
  expect(output).toBe('[{"Error":"E","Cause":null},2,3,4]');
  expect(execution.mapRuns()[0]).toMatchObject({
    maxConcurrency: 2,
    tolerance: { count: 1, percentage: undefined },
  });
});
