import { parseDefinition } from '@pipelines/asl';
import { createEngine, type ExecutionResult, TaskFailure } from '@pipelines/asl-runtime';
import { createVirtualClock, isJsonObject, type Json, type JsonObject } from '@pipelines/core';
import { bindPlaceholders } from '../src/bind-placeholders.ts';
import { sbirRefreshMachine } from '../src/sbir-refresh-machine.ts';
import { successBodies } from './refresh-bodies.ts';

/** What a function answers: a body, or the name of the error that it throws. */
export type Answer = JsonObject | string;

/** Answers by function, one after another; the last one stays. */
export type Answers = Readonly<Record<string, readonly Answer[]>>;

export interface RefreshRun {
  readonly result: ExecutionResult;
  readonly output: JsonObject;
  /** States in the order in which they were entered. */
  readonly states: readonly string[];
  /** Payloads by function, in the order of the calls. */
  readonly payloads: Readonly<Record<string, readonly JsonObject[]>>;
}

const START_MS = Date.parse('2026-11-23T09:00:00Z');
export const EXECUTION_ARN =
  'arn:aws:states:us-east-2:000000000000:execution:sbir-analytics-weekly-refresh:weekly';

/**
 * Run the weekly refresh on the interpreter, its functions played by fixed answers.
 *
 * @param input - of the execution
 * @param answers - of the functions that shall not just succeed
 */
export async function runRefresh(input: Json, answers: Answers = {}): Promise<RefreshRun> {
  const payloads: Record<string, JsonObject[]> = {};
  const play = (name: string, payload: JsonObject): Json => {
    const calls = (payloads[name] ??= []);
    calls.push(payload);
    const given = answers[name] ?? [successBodies[name] ?? {}];
    const answer = given[Math.min(calls.length, given.length) - 1];
    if (answer === undefined) throw new Error(`no answer of ${name}`);
    if (typeof answer === 'string') throw new TaskFailure(answer, `${name} says so`);
    return {
      StatusCode: 200,
      ExecutedVersion: '$LATEST',
      Payload: { statusCode: 200, body: answer },
    };
  };
  const clock = createVirtualClock(START_MS);
  const engine = createEngine({
    clock,
    region: 'us-east-2',
    runTask: async ({ payload }) => {
      if (!isJsonObject(payload)) throw new Error('payload');
      const { FunctionName: name, Payload: given } = payload;
      if (typeof name !== 'string' || !isJsonObject(given)) throw new Error('payload');
      return play(name, given);
    },
  });
  const execution = engine.start({
    machine: boundMachine(),
    executionArn: EXECUTION_ARN,
    name: 'weekly',
    inputText: JSON.stringify(input),
  });
  const result = await clock.runUntil(execution.done);
  const states = execution.history().flatMap((event) => {
    const entered = event['stateEnteredEventDetails'];
    return isJsonObject(entered) ? [String(entered['name'])] : [];
  });
  const output = JSON.parse(result.output ?? '{}') as JsonObject;
  return { result, output, states, payloads };
}

/** The machine with each function's own name in place of its ARN. */
function boundMachine() {
  const { name, type, functions, definition } = sbirRefreshMachine;
  const bindings = Object.fromEntries(functions.map((id) => [`${id}.arn`, id]));
  const bound = bindPlaceholders(definition, bindings);
  return {
    arn: `arn:aws:states:us-east-2:000000000000:stateMachine:${name}`,
    name,
    type,
    roleArn: 'arn:aws:iam::000000000000:role/states',
    definition: parseDefinition(JSON.stringify(bound), { type }),
  };
}
