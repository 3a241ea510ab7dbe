import { describe, expect, it } from '@jest/globals';
import { TaskFailure } from '@pipelines/asl-runtime';
import { isJsonObject, type Json, type JsonObject } from '@pipelines/core';
import type { MachineSpec } from '../src/machine-spec.ts';
import { machines } from '../src/machines.ts';
import { runInContainer } from '../src/run-in-container.ts';
import { successBodies } from './refresh-bodies.ts';
import { AnswerLost, ContainerLost, START_MS, runContained, type Call } from './run-contained.ts';

const HOURS = 4 * 3_600;
const MINUTE_MS = 60_000;

function machineOf(name: string): MachineSpec {
  const found = machines.find((machine) => machine.name === name);
  if (!found) throw new Error(name);
  return found;
}

const inLambda = machineOf('etl-pipeline');
const inContainer = runInContainer(inLambda, HOURS);

/** What the conflict report answers, as far as its machine looks at it. */
const succeed = ({ event }: Call): JsonObject => ({
  statusCode: 200,
  body: { status: 'success', config: {}, action: event['action'] ?? null },
});
const never = (): Promise<Json> => new Promise(() => undefined);
const eventsOf = (calls: readonly Call[]): readonly JsonObject[] => calls.map(({ event }) => event);

describe('etl-pipeline with TASK_02 in a container', () => {
  it('gives each function the same event, and ends with the same output', async () => {
    const [lambda, container] = [
      await runContained(inLambda, succeed),
      await runContained(inContainer, succeed),
    ];

    expect(container.result.status).toBe('SUCCEEDED');
    expect(eventsOf(container.calls)).toEqual(eventsOf(lambda.calls));
    expect(container.output).toEqual(lambda.output);
    expect(container.calls.map(({ isContained }) => isContained)).toEqual([false, false, true]);
  });

  it('starts the container where its placeholders say', async () => {
    const { calls } = await runContained(inContainer, succeed);

    expect(calls.at(-1)?.request.resource).toBe('arn:aws:states:::ecs:runTask.sync');
    expect(calls.at(-1)?.request.payload).toMatchObject({
      LaunchType: 'FARGATE',
      Cluster: 'containers.cluster',
      TaskDefinition: 'etl-pipeline-function.task_definition',
      NetworkConfiguration: {
        AwsvpcConfiguration: {
          Subnets: ['subnet-0', 'subnet-1'],
          SecurityGroups: ['etl-pipeline-function.security_groups'],
          AssignPublicIp: 'etl-pipeline-function.public_ip',
        },
      },
    });
  });

  it.each([
    ['TaskTimeoutError', 1, 'Task02TimeoutError'],
    ['Sandbox.Timedout', 1, 'Task02TimeoutError'],
    ['Task02ExecutionError', 3, 'Task02ExecutionError'],
    ['ContainerStoppedError', 3, 'Task02ExecutionError'],
    ['AmazonECS.Unknown', 6, 'Task02ExecutionError'],
  ])('knows an error by its name: %s is called %d times', async (error, times, failure) => {
    const { result, calls } = await runContained(inContainer, (call) => {
      if (call.isContained) throw new TaskFailure(error, 'it says why');
      return succeed(call);
    });

    expect(result).toMatchObject({ status: 'FAILED', error: failure });
    if (failure === 'Task02ExecutionError') expect(result.cause).toBe('it says why');
    expect(calls.filter(({ isContained }) => isContained)).toHaveLength(times);
  });

  it('starts another container when one is lost, three at most, and says how it ended', async () => {
    const lost = (call: Call): Json => {
      throw new ContainerLost(`attempt ${call.attempt} ended with exit code 137`);
    };
    const once = await runContained(inContainer, (call) =>
      call.isContained && call.attempt === 0 ? lost(call) : succeed(call),
    );
    const always = await runContained(inContainer, (call) =>
      call.isContained ? lost(call) : succeed(call),
    );

    expect(once.result.status).toBe('SUCCEEDED');
    expect(always.result).toMatchObject({
      error: 'Task02ExecutionError',
      cause: 'attempt 2 ended with exit code 137',
    });
    expect(always.calls.filter(({ isContained }) => isContained)).toHaveLength(3);
  });

  it('has a place of its own for the answer of each attempt, below the execution’s name', async () => {
    const { calls } = await runContained(inContainer, (call) => {
      if (call.isContained && call.attempt < 2) throw new TaskFailure('Task02ExecutionError', '');
      return succeed(call);
    });

    const places = calls.flatMap(({ isContained, request }) =>
      isContained ? [/"container-answers[^"]*"/.exec(JSON.stringify(request.payload))?.[0]] : [],
    );
    expect(new Set(places).size).toBe(3);
    for (const place of places) {
      expect(place).toMatch(
        /^"container-answers\/etl-pipeline-function\/night\/[0-9a-f-]{36}\.json"$/,
      );
    }
  });

  it('waits for a container for its time and ten minutes to start, and no longer', async () => {
    const { result, endMs, calls } = await runContained(inContainer, (call) =>
      call.isContained ? never() : succeed(call),
    );

    expect(result).toMatchObject({
      status: 'FAILED',
      error: 'Task02TimeoutError',
      cause: expect.stringMatching(/^ExecuteTask02 ran past its 14400 s in a container/),
    });
    expect(endMs - START_MS).toBe(HOURS * 1_000 + 10 * MINUTE_MS);
    expect(calls.filter(({ isContained }) => isContained)).toHaveLength(1);
    expect(calls.at(-1)?.request.signal.aborted).toBe(true);
  });

  it('reads an answer again that S3 does not hand out at once, and starts no other container', async () => {
    const { result, calls, endMs } = await runContained(inContainer, succeed, { failingReads: 5 });

    expect(result.status).toBe('SUCCEEDED');
    expect(endMs - START_MS).toBe((2 + 4 + 8 + 16 + 32) * 1_000);
    expect(calls.filter(({ isContained }) => isContained)).toHaveLength(1);
  });

  it('names an answer that is not there, and asks but once for each of three', async () => {
    const { result, endMs } = await runContained(inContainer, (call) => {
      if (call.isContained) throw new AnswerLost();
      return succeed(call);
    });

    expect(result).toMatchObject({
      error: 'Task02ExecutionError',
      cause: expect.stringMatching(
        /^The answer of the container cannot be read from container-answers\/.*: The specified key does not exist\.$/,
      ),
    });
    // The two retries of the machine's own rule, and none of the reading.
    expect(endMs - START_MS).toBe(15_000);
  });
});

describe('the weekly refresh with its load in a container', () => {
  const refresh = machineOf('sbir-analytics-weekly-refresh');
  const contained = runInContainer(refresh, HOURS);
  const bodyOf = ({ name, event }: Call): Json => ({
    statusCode: 200,
    // A first call that ran out of time: the cursor must come back with the second.
    body:
      name === 'load-neo4j' && event['cursor'] === null
        ? { ...bodyNamed(name), done: false, check_passed: null, cursor: CURSOR }
        : bodyNamed(name),
  });

  it('gives the load the same events, its cursor too, and ends with the same output', async () => {
    const [lambda, container] = [
      await runContained(refresh, bodyOf),
      await runContained(contained, bodyOf),
    ];
    const loads = eventsOf(container.calls.filter(({ isContained }) => isContained));

    expect(container.result.status).toBe('SUCCEEDED');
    expect(container.output).toEqual(lambda.output);
    expect(loads).toEqual(eventsOf(lambda.calls.filter(({ name }) => name === 'load-neo4j')));
    expect(loads.map(({ cursor }) => cursor)).toEqual([null, CURSOR]);
    expect(loads[0]).toMatchObject({ state_name: 'LoadNeo4j', raise_on_error: true });
  });
});

const CURSOR = { stage: 'awards', offset: 40_000, chunk: 1, counts: {} };

function bodyNamed(name: string): JsonObject {
  const body = successBodies[name];
  if (!isJsonObject(body)) throw new Error(name);
  return body;
}
