import { describe, expect, it } from '@jest/globals';
import { parseDefinition, type HistoryEvent } from '@pipelines/asl';
import { createEngine, TaskFailure } from '@pipelines/asl-runtime';
import { createVirtualClock, type Json } from '@pipelines/core';
import { RUN_START_MS } from '../../test/recorded-run.ts';
import { summarizeRun } from './run-summary.ts';

const task = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters: {} };
const answered: Json = { StatusCode: 200, Payload: { statusCode: 200, body: { rows: 7 } } };

/** Run a machine of one state, which a Pass follows; each call of a task takes the next answer. */
async function run(
  work: Json,
  answers: readonly Json[],
  inputText = '{}',
): Promise<readonly HistoryEvent[]> {
  const clock = createVirtualClock(RUN_START_MS);
  const pending = [...answers];
  const engine = createEngine({
    clock,
    async runTask() {
      const answer = pending.shift();
      if (typeof answer === 'string') throw new TaskFailure(answer, 'it says why');
      return answer ?? null;
    },
  });
  const text = JSON.stringify({
    StartAt: 'Work',
    States: { Work: { ...(work as object), Next: 'After' }, After: { Type: 'Pass', End: true } },
  });
  const execution = engine.start({
    machine: {
      arn: 'arn:aws:states:us-east-1:000000000000:stateMachine:one',
      name: 'one',
      type: 'STANDARD',
      roleArn: 'arn:aws:iam::000000000000:role/states',
      definition: parseDefinition(text, { type: 'STANDARD' }),
    },
    executionArn: 'arn:aws:states:us-east-1:000000000000:execution:one:night',
    name: 'night',
    inputText,
  });
  await clock.runUntil(execution.done);
  return execution.history();
}

function parallel(branches: readonly Json[], fields: object = {}): Json {
  return { Type: 'Parallel', Branches: [...branches], ...fields };
}

const branch: Json = {
  StartAt: 'Inner',
  States: { Inner: { ...task, Next: 'Last' }, Last: { Type: 'Pass', End: true } },
};
const refused: Json = {
  StartAt: 'Refused',
  States: { Refused: { Type: 'Fail', Error: 'TooManyRows', Cause: 'of 7' } },
};
const other: Json = { StartAt: 'Other', States: { Other: { ...task, End: true } } };
const workOf = async (...given: Parameters<typeof run>) =>
  summarizeRun(await run(...given), ['Work']).states[0];

describe('a state that holds states', () => {
  it('has the result of its one branch', async () => {
    expect(await workOf(parallel([branch]), [answered])).toMatchObject({
      status: 'SUCCEEDED',
      result: { rows: 7 },
    });
  });

  it('has its own result where there are several branches, or items', async () => {
    const both = await workOf(parallel([branch, other]), [answered, 2]);
    const items = await workOf({ Type: 'Map', ItemProcessor: other }, [answered, 2], '[1,2]');

    expect(both).toMatchObject({ status: 'SUCCEEDED', result: [answered, 2] });
    expect(items).toMatchObject({ status: 'SUCCEEDED', result: [answered, 2] });
  });

  it('forgets the attempt that a retry cured', async () => {
    const retried = parallel([branch], {
      Retry: [{ ErrorEquals: ['TooBusy'], IntervalSeconds: 5 }],
    });

    expect(await workOf(retried, ['TooBusy', answered])).toEqual({
      name: 'Work',
      status: 'SUCCEEDED',
      enteredMs: RUN_START_MS,
      exitedMs: RUN_START_MS + 5_000,
      result: { rows: 7 },
    });
  });

  it('has the failure of the state in it, although a Catch led on', async () => {
    const caught = parallel([branch], { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'After' }] });

    expect(await workOf(caught, ['TooBusy'])).toMatchObject({
      status: 'FAILED',
      errorMessage: 'it says why',
    });
  });

  it.each(['$', '$.error'])(
    'has what a Catch hands on at %s from a Fail in it',
    async (ResultPath) => {
      const Catch = [{ ErrorEquals: ['States.ALL'], ResultPath, Next: 'After' }];

      expect(await workOf(parallel([refused], { Catch }), [])).toMatchObject({
        status: 'FAILED',
        errorMessage: 'of 7',
      });
    },
  );

  it('has the error of the execution where a Fail in it says more than the history', async () => {
    expect(await workOf(parallel([refused]), [])).toMatchObject({
      status: 'FAILED',
      errorMessage: 'of 7',
    });
  });
});
