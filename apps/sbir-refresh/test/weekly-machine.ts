import { parseDefinition } from '@pipelines/asl';
import { createEngine, type ExecutionResult, TaskFailure } from '@pipelines/asl-runtime';
import { type Clock, isJsonObject, type Json, type JsonObject, systemClock } from '@pipelines/core';
import { bindPlaceholders, machines } from '@pipelines/workflows';
import { handler as downloadCsv } from '../src/handlers/download-csv.ts';
import { handler as enrichmentChecks } from '../src/handlers/enrichment-checks.ts';
import { handler as ingestionChecks } from '../src/handlers/ingestion-checks.ts';
import { handler as loadNeo4j } from '../src/handlers/load-neo4j.ts';
import { handler as profileInputs } from '../src/handlers/profile-inputs.ts';
import { handler as recordSuccess } from '../src/handlers/record-success.ts';
import { handler as resetNeo4j } from '../src/handlers/reset-neo4j.ts';
import { handler as smokeChecks } from '../src/handlers/smoke-checks.ts';
import { handler as validateDataset } from '../src/handlers/validate-dataset.ts';

const NAME = 'sbir-analytics-weekly-refresh';
const ARN = 'arn:aws:states:us-east-1:000000000000';

/** A Lambda as the machine sees it. */
export type Step = (event: JsonObject) => Promise<unknown>;

const handlers: Readonly<Record<string, Step>> = {
  'download-csv': downloadCsv,
  'validate-dataset': validateDataset,
  'profile-inputs': profileInputs,
  'ingestion-checks': ingestionChecks,
  'enrichment-checks': enrichmentChecks,
  'reset-neo4j': resetNeo4j,
  'load-neo4j': loadNeo4j,
  'smoke-checks': smokeChecks,
  'record-success': recordSuccess,
};

/** An execution that has ended. */
export interface WeeklyRun {
  readonly result: ExecutionResult;
  /** The whole output of the machine. */
  readonly output: JsonObject;
  /** States in the order in which they were entered. */
  readonly states: readonly string[];
  /** How often the machine called each function: more than once where it was tried again. */
  readonly calls: Readonly<Record<string, number>>;
  /** Bytes of the largest input, output or parameters of any event. */
  readonly largestBytes: number;
}

/** The longest wait between two attempts of a state is 8 s; its time limits are 900 s and more. */
const LONGEST_WAIT_MS = 60_000;
let executions = 0;

/** The machine's clock, on which waits between attempts pass at once and time limits do not. */
const withoutWaits: Clock = {
  now: () => systemClock.now(),
  setTimer: (dueAtMs, callback) =>
    systemClock.setTimer(
      dueAtMs - systemClock.now() < LONGEST_WAIT_MS ? systemClock.now() : dueAtMs,
      callback,
    ),
};

/**
 * Run the weekly machine on the interpreter, its Lambdas in this process.
 *
 * @param replaced - what stands in for a function, by its name
 */
export async function runWeekly(
  input: JsonObject,
  replaced: Partial<typeof handlers> = {},
): Promise<WeeklyRun> {
  const calls: Record<string, number> = {};
  const engine = createEngine({
    clock: withoutWaits,
    runTask: ({ payload }) => {
      const { name, event } = callOf(payload);
      calls[name] = (calls[name] ?? 0) + 1;
      return invoke(replaced[name] ?? handlers[name], event);
    },
  });
  executions += 1;
  const name = `weekly-${executions}`;
  const execution = engine.start({
    machine: boundMachine(),
    executionArn: `${ARN}:execution:${NAME}:${name}`,
    name,
    inputText: JSON.stringify(input),
  });
  const result = await execution.done;
  const history = execution.history();
  const states = history.flatMap((event) => {
    const entered = event['stateEnteredEventDetails'];
    return isJsonObject(entered) ? [String(entered['name'])] : [];
  });
  const output = JSON.parse(result.output ?? '{}') as JsonObject;
  return { result, output, states, calls, largestBytes: largestOf(history) };
}

const DATA = ['input', 'output', 'parameters'];

function largestOf(history: readonly object[]): number {
  const texts = history.flatMap((event) =>
    Object.values(event).flatMap((details) =>
      isJsonObject(details) ? DATA.map((name) => details[name]) : [],
    ),
  );
  const sizes = texts.map((text) => (typeof text === 'string' ? Buffer.byteLength(text) : 0));
  return Math.max(0, ...sizes);
}

function callOf(payload: Json): { readonly name: string; readonly event: JsonObject } {
  if (!isJsonObject(payload)) throw new Error('no payload');
  const { FunctionName: name, Payload: event } = payload;
  if (typeof name !== 'string' || !isJsonObject(event)) throw new Error('no payload');
  return { name, event };
}

async function invoke(step: Step | undefined, event: JsonObject): Promise<Json> {
  try {
    const answer = (await step?.(event)) as Json;
    return { StatusCode: 200, ExecutedVersion: '$LATEST', Payload: answer };
  } catch (thrown) {
    const error = thrown as Error;
    throw new TaskFailure(error.name, error.message);
  }
}

/** Each function's own name stands in for its ARN. */
function boundMachine() {
  const machine = machines.find((one) => one.name === NAME);
  if (!machine) throw new Error(`no machine ${NAME}`);
  const { type, functions, definition } = machine;
  const bindings = Object.fromEntries(functions.map((id) => [`${id}.arn`, id]));
  return {
    arn: `${ARN}:stateMachine:${NAME}`,
    name: NAME,
    type,
    roleArn: 'arn:aws:iam::000000000000:role/states',
    definition: parseDefinition(JSON.stringify(bindPlaceholders(definition, bindings)), { type }),
  };
}
