import { describe, expect, it } from '@jest/globals';
import { createVirtualClock } from '@pipelines/core';
import { echo, LAMBDA, machineOf, start, START_MS, task } from '../test/start-machine.ts';
import { createEngine, TaskFailure, type TaskRequest } from './index.ts';

describe('createEngine', () => {
  it('runs a task and reports status, output and times', async () => {
    const { clock, execution } = start(task(), echo, '{"a": 1}');

    const result = await clock.runUntil(execution.done);

    expect(result).toEqual({
      status: 'SUCCEEDED',
      output: '{"a":1}',
      startMs: START_MS,
      stopMs: START_MS,
    });
    expect(execution.result()).toBe(result);
    expect(execution.history().map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'LambdaFunctionSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
  });

  it('tells the runner what to call', async () => {
    const requests: TaskRequest[] = [];
    const { clock, execution } = start(
      task({ TimeoutSeconds: 9, HeartbeatSeconds: 3 }),
      (request) => {
        requests.push(request);
        return Promise.resolve(null);
      },
    );

    await clock.runUntil(execution.done);

    expect(requests).toEqual([
      {
        resource: LAMBDA,
        payload: {},
        executionArn: 'arn:aws:states:us-east-1:000000000000:execution:m:e',
        stateName: 'T',
        retryCount: 0,
        timeoutSeconds: 9,
        heartbeatSeconds: 3,
        signal: expect.any(AbortSignal),
        report: expect.any(Function),
      },
    ]);
  });

  it('reports another error of the runner as States.TaskFailed', async () => {
    const { clock, execution } = start(task(), () => Promise.reject(new Error('no such thing')));

    const result = await clock.runUntil(execution.done);

    expect(result).toMatchObject({ error: 'States.TaskFailed', cause: 'no such thing' });
  });

  it('reports an error that the runner throws before it promises anything', async () => {
    const { clock, execution } = start(task(), () => {
      throw new TaskFailure('Early');
    });

    const result = await clock.runUntil(execution.done);

    expect(result).toMatchObject({ status: 'FAILED', error: 'Early' });
  });

  it('lets a heartbeat and a service’s answer through to the history', async () => {
    const definition = task({
      Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      HeartbeatSeconds: 10,
    });
    const { clock, execution } = start(definition, async ({ report, taskToken }) => {
      report({ type: 'submitted', output: { MessageId: '1' } });
      for (let i = 0; i < 3; i++) {
        await new Promise<void>((resolve) => clock.setTimer(clock.now() + 8_000, resolve));
        report({ type: 'heartbeat' });
      }
      return taskToken ?? null;
    });

    const result = await clock.runUntil(execution.done);

    expect(result.status).toBe('SUCCEEDED');
    expect(result.output).toMatch(/^"[0-9a-f-]{36}"$/);
    expect(execution.history().map(({ type }) => type)).toContain('TaskSubmitted');
    expect(clock.pendingTimers()).toBe(0);
  });

  it('records the worker that takes an activity', async () => {
    const definition = task({ Resource: 'arn:aws:states:us-east-1:000000000000:activity:a' });
    const { clock, execution } = start(definition, ({ report }) => {
      report({ type: 'started', workerName: 'w' });
      return Promise.resolve(1);
    });

    await clock.runUntil(execution.done);

    expect(execution.history()[3]).toMatchObject({
      type: 'ActivityStarted',
      activityStartedEventDetails: { workerName: 'w' },
    });
  });

  it('lets a listener hear every event when it subscribes at once', async () => {
    const { clock, execution } = start(task(), echo);
    const heard: number[] = [];

    const unsubscribe = execution.subscribe(({ id }) => {
      heard.push(id);
      if (id === 6) unsubscribe();
    });
    await clock.runUntil(execution.done);

    expect(heard).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('may be stopped by a listener', async () => {
    const { clock, execution } = start(task(), echo);

    execution.subscribe(({ type }) => {
      if (type === 'LambdaFunctionStarted') execution.stop();
    });
    const result = await clock.runUntil(execution.done);

    expect(result.status).toBe('ABORTED');
    expect(execution.history()).toHaveLength(5);
  });

  it('may be stopped in the turn in which it was started', async () => {
    const { clock, execution } = start(task(), echo);

    execution.stop('Changed', 'my mind');
    const result = await clock.runUntil(execution.done);

    expect(result).toMatchObject({ status: 'ABORTED', error: 'Changed', cause: 'my mind' });
  });

  it('refuses an input that is not JSON', () => {
    expect(() => start(task(), echo, '{')).toThrow(SyntaxError);
  });

  it('ends an execution in the open when the interpreter breaks', async () => {
    const clock = createVirtualClock(START_MS);
    const broken = createEngine({
      clock,
      runTask: echo,
      host: {
        uuid: () => {
          throw new Error('no entropy');
        },
      },
    });
    const definition = {
      TimeoutSeconds: 60,
      StartAt: 'W',
      States: {
        W: { Type: 'Wait', Seconds: 1, Next: 'A' },
        A: { Type: 'Pass', Parameters: { 'id.$': 'States.UUID()' }, End: true },
      },
    };

    const execution = broken.start({
      machine: machineOf(definition),
      executionArn: 'arn:e',
      name: 'e',
      inputText: '{}',
    });
    const result = await clock.runUntil(execution.done);
    execution.stop();

    expect(result).toMatchObject({ status: 'FAILED', cause: 'Internal error: no entropy' });
    expect(clock.pendingTimers()).toBe(0);
    expect(execution.history().at(-1)).toMatchObject({ type: 'ExecutionFailed' });
  });
});
