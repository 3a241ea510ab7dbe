import { parseDefinition } from '@pipelines/asl';
import { createEngine, type ExecutionResult, TaskFailure } from '@pipelines/asl-runtime';
import { isJsonObject, type Json, type JsonObject, systemClock } from '@pipelines/core';
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

const handlers: Readonly<Record<string, (event: JsonObject) => Promise<unknown>>> = {
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
}

let executions = 0;

/** Run the weekly machine on the interpreter, its Lambdas in this process. */
export async function runWeekly(input: JsonObject): Promise<WeeklyRun> {
  const engine = createEngine({ clock: systemClock, runTask: ({ payload }) => invoke(payload) });
  executions += 1;
  const name = `weekly-${executions}`;
  const execution = engine.start({
    machine: boundMachine(),
    executionArn: `${ARN}:execution:${NAME}:${name}`,
    name,
    inputText: JSON.stringify(input),
  });
  const result = await execution.done;
  const states = execution.history().flatMap((event) => {
    const entered = event['stateEnteredEventDetails'];
    return isJsonObject(entered) ? [String(entered['name'])] : [];
  });
  return { result, output: JSON.parse(result.output ?? '{}') as JsonObject, states };
}

async function invoke(payload: Json): Promise<Json> {
  if (!isJsonObject(payload)) throw new Error('no payload');
  const { FunctionName: name, Payload: event } = payload;
  if (typeof name !== 'string' || !isJsonObject(event)) throw new Error('no payload');
  try {
    const answer = (await handlers[name]?.(event)) as Json;
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
