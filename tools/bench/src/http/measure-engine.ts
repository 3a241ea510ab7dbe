import { randomUUID } from 'node:crypto';
import type { JsonObject } from '@pipelines/core';
import { median } from '../median.ts';
import { round } from '../round.ts';
import { connectStepFunctions, type StepFunctions } from './call-step-functions.ts';
import { fourStates, loop, map } from './definitions.ts';

const REPEATS = 3;
const LOOP_ROUNDS = 1_000;
const LOOP_TRANSITIONS = 2 * LOOP_ROUNDS + 2;
const MAP_ITEMS = 1_000;
const EXECUTIONS = 100;
const CALLERS = 16;
const POLL_MS = 5;
const ROLE = 'arn:aws:iam::111111111111:role/bench';

/** What any server of the API is asked for; medians of three, after one run to warm up. */
export interface EngineFigures {
  readonly transitionsPerSecond: number;
  readonly mapSeconds: number;
  /** 100 executions of four states, started by 16 callers and awaited. */
  readonly executionsSeconds: number;
}

/**
 * Time a loop of 2 002 transitions, a Map of 1 000 items and 100 executions over HTTP.
 *
 * @param url - of a server that speaks the Step Functions API: ours, or a peer's
 * @throws {Error} when an execution does not succeed, or the server refuses
 */
export async function measureEngine(url: string): Promise<EngineFigures> {
  const { call, close } = connectStepFunctions(url);
  try {
    const loopArn = await createMachine(call, 'loop', loop(LOOP_ROUNDS));
    const mapArn = await createMachine(call, 'map', map);
    const fourArn = await createMachine(call, 'four', fourStates);
    const items = Array.from({ length: MAP_ITEMS }, (_, i) => i);
    await runMany(call, fourArn);
    return {
      transitionsPerSecond: Math.round(
        LOOP_TRANSITIONS / (await medianSeconds(() => runToEnd(call, loopArn, {}))),
      ),
      mapSeconds: round(await medianSeconds(() => runToEnd(call, mapArn, { items }))),
      executionsSeconds: round(await medianSeconds(() => runMany(call, fourArn))),
    };
  } finally {
    close();
  }
}

/** Create a machine that no earlier run has; returns its ARN. */
export async function createMachine(
  call: StepFunctions,
  name: string,
  definition: JsonObject,
): Promise<string> {
  const { stateMachineArn } = await call<{ readonly stateMachineArn: string }>(
    'CreateStateMachine',
    {
      name: `bench-${name}-${process.pid}`,
      definition: JSON.stringify(definition),
      roleArn: ROLE,
    },
  );
  return stateMachineArn;
}

/**
 * Start an execution and ask until it has ended.
 *
 * @returns its ARN
 * @throws {Error} when it does not succeed
 */
export async function runToEnd(
  call: StepFunctions,
  stateMachineArn: string,
  input: object,
): Promise<string> {
  const executionArn = await start(call, stateMachineArn, input);
  await untilSucceeded(call, executionArn);
  return executionArn;
}

/**
 * Let so many callers share a number of calls, each with the next one when its last is answered.
 *
 * @param use - gets 0 to `count` - 1
 * @param count - of all of them
 */
export async function byCallers(
  count: number,
  use: (index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < count) await use(next++);
  };
  await Promise.all(Array.from({ length: CALLERS }, work));
}

/** Start an execution under a name of its own: moto makes none. Returns its ARN. */
export async function start(
  call: StepFunctions,
  stateMachineArn: string,
  input: object,
): Promise<string> {
  const { executionArn } = await call<{ readonly executionArn: string }>('StartExecution', {
    stateMachineArn,
    name: randomUUID(),
    input: JSON.stringify(input),
  });
  return executionArn;
}

async function runMany(call: StepFunctions, stateMachineArn: string): Promise<void> {
  const arns: string[] = [];
  await byCallers(EXECUTIONS, async (n) => {
    arns[n] = await start(call, stateMachineArn, { n });
  });
  await byCallers(EXECUTIONS, (n) => untilSucceeded(call, arns[n] ?? ''));
}

async function untilSucceeded(call: StepFunctions, executionArn: string): Promise<void> {
  for (;;) {
    const { status } = await call<{ readonly status: string }>('DescribeExecution', {
      executionArn,
    });
    if (status === 'SUCCEEDED') return;
    if (status !== 'RUNNING') throw new Error(`${executionArn} ended ${status}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function medianSeconds(work: () => Promise<unknown>): Promise<number> {
  const seconds: number[] = [];
  for (let i = 0; i < REPEATS; i++) {
    const startedMs = performance.now();
    await work();
    seconds.push((performance.now() - startedMs) / 1_000);
  }
  return median(seconds);
}
