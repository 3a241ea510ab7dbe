import { isJsonObject, PipelineError, type Json, type JsonObject } from '@pipelines/core';
import { listPlaceholders } from './bind-placeholders.ts';
import { containerTask } from './container-task.ts';
import type { MachineSpec } from './machine-spec.ts';
import { readdress } from './readdress.ts';

/** A state whose work can outgrow Lambda, and the function that it calls. */
export interface LongState {
  readonly state: string;
  readonly functionName: string;
}

const TASK_02: LongState = { state: 'ExecuteTask02', functionName: 'etl-pipeline-function' };

/** The long states by their machines: TASK_02 and the load of the graph. */
export const longStates: Readonly<Record<string, LongState>> = {
  'etl-pipeline': TASK_02,
  'etl-pipeline-full': TASK_02,
  'sbir-analytics-weekly-refresh': { state: 'LoadNeo4j', functionName: 'load-neo4j' },
};

const STATE_NAME = '$$.State.Name';

/** A machine has no state whose function could run in a container. */
export class NoLongStateError extends PipelineError {
  static {
    NoLongStateError.prototype.name = 'NoLongStateError';
  }
}

/**
 * The machine with its long state as a task of ECS Fargate: the same function, event and answer.
 *
 * A Pass before it writes the event where the result goes later: variables of a container are texts,
 * and `States.JsonToString` takes a path. Placeholders: `${containers.cluster}`, and of the function
 * `${name.task_definition}`, `${name.public_ip}`, and separated by commas `${name.subnets}` and
 * `${name.security_groups}`.
 *
 * @param timeoutSeconds - what the function may take, once it has started
 * @throws {NoLongStateError} for a machine that `longStates` does not name
 */
export function runInContainer(machine: MachineSpec, timeoutSeconds: number): MachineSpec {
  const long = longStates[machine.name];
  if (!long) throw new NoLongStateError(`${machine.name} has no long state.`);
  const { state: name, functionName } = long;
  const task = memberOf(memberOf(machine.definition, 'States'), name);
  const call = memberOf(task, 'Parameters');
  const eventState = `${name}Event`;
  const moved = readdress(machine.definition as JsonObject, name, eventState);
  const states = memberOf(moved, 'States');
  const definition = {
    ...moved,
    States: {
      ...states,
      ...timeoutStates(states, name, timeoutSeconds),
      [eventState]: eventOf(task, memberOf(call, 'Payload'), name),
      [name]: containerTask(memberOf(states, name), functionName, timeoutSeconds),
    },
  };
  const placeholders = new Set(listPlaceholders(definition));
  return {
    ...machine,
    definition,
    functions: machine.functions.filter((one) => placeholders.has(`${one}.arn`)),
    containers: [functionName],
  };
}

/** The payload of the function; of the context, the name of the state alone has changed by then. */
function eventOf(task: JsonObject, payload: JsonObject, name: string): JsonObject {
  const fields = Object.entries(payload).map(([key, value]): [string, Json] =>
    value === STATE_NAME ? [key.replace(/\.\$$/, ''), name] : [key, value],
  );
  return {
    Type: 'Pass',
    Comment: 'The event of the container, where its result goes afterwards.',
    Parameters: Object.fromEntries(fields),
    ResultPath: task['ResultPath'] ?? '$',
    Next: name,
  };
}

/** Where the state's timeouts end: what they say of Lambda's limits holds no more. */
function timeoutStates(states: JsonObject, name: string, timeoutSeconds: number): JsonObject {
  const { Catch: catchers } = memberOf(states, name);
  const targets = (Array.isArray(catchers) ? catchers : []).filter(isJsonObject).flatMap((rule) => {
    const { ErrorEquals: errors, Next: next } = rule;
    const isTimeout = Array.isArray(errors) && errors.includes('States.Timeout');
    return isTimeout ? [textOf(next)] : [];
  });
  const cause = `${name} ran past its ${timeoutSeconds} s in a container, or the container was lost. It is rolled back.`;
  return Object.fromEntries(
    targets.map((target) => [target, { ...memberOf(states, target), Cause: cause }]),
  );
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function memberOf(value: Json, name: string): JsonObject {
  const member = isJsonObject(value) ? value[name] : undefined;
  if (!isJsonObject(member)) throw new NoLongStateError(`The machine has no ${name}.`);
  return member;
}
