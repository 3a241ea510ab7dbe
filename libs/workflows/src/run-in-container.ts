import { isJsonObject, PipelineError, type Json, type JsonObject } from '@pipelines/core';
import { listPlaceholders } from './bind-placeholders.ts';
import { containerBranch } from './container-branch.ts';
import type { MachineSpec } from './machine-spec.ts';

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

/** A machine has no state whose function could run in a container, or one that selects by no path. */
export class NoLongStateError extends PipelineError {
  static {
    NoLongStateError.prototype.name = 'NoLongStateError';
  }
}

/** Fields of a Task that a Parallel has not. */
const OF_TASK_ALONE: ReadonlySet<string> = new Set(['Resource', 'TimeoutSeconds']);

/** There was no room for a container: none was started. */
const NO_ROOM: JsonObject = {
  ErrorEquals: ['AmazonECS.Unknown'],
  IntervalSeconds: 30,
  MaxAttempts: 5,
  BackoffRate: 2,
};

/**
 * The machine with its long state as a task of ECS Fargate: the same function, event and answer.
 *
 * The Task becomes a Parallel of one branch, which runs the container (`ecs:runTask.sync`) and reads
 * its answer. Retries, catchers and the path of the result stay, and so do the names of errors: a
 * Parallel fails by the error of its branch. Its result is a list, of which the selector takes the
 * first.
 *
 * Placeholders: `${containers.cluster}`, `${containers.answers}` (a bucket), and of the function
 * `${name.task_definition}`, `${name.public_ip}`, and separated by commas `${name.subnets}` and
 * `${name.security_groups}`.
 *
 * @param timeoutSeconds - what the function may take, once it has started
 * @throws {NoLongStateError} for a machine that `longStates` does not name, and for a selector of
 *   anything but paths into the answer
 */
export function runInContainer(machine: MachineSpec, timeoutSeconds: number): MachineSpec {
  const long = longStates[machine.name];
  if (!long) throw new NoLongStateError(`${machine.name} has no long state.`);
  const { state, functionName } = long;
  const states = memberOf(machine.definition, 'States');
  const definition = {
    ...(machine.definition as JsonObject),
    States: {
      ...states,
      ...timeoutStates(states, state, timeoutSeconds),
      [state]: parallelOf(
        memberOf(states, state),
        containerBranch({ state, functionName, timeoutSeconds }),
      ),
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

function parallelOf(task: JsonObject, branch: JsonObject): JsonObject {
  const { Retry: retries } = task;
  const kept = Object.entries(task).filter(([field]) => !OF_TASK_ALONE.has(field));
  return {
    ...Object.fromEntries(kept),
    Type: 'Parallel',
    Parameters: memberOf(memberOf(task, 'Parameters'), 'Payload'),
    Branches: [branch],
    ResultSelector: firstOf(memberOf(task, 'ResultSelector')),
    Retry: [NO_ROOM, ...(Array.isArray(retries) ? retries : [])],
  };
}

/** A selector of an answer, as one of the list that holds it alone. */
function firstOf(selector: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(selector).map(([key, value]) => {
      if (!key.endsWith('.$')) return [key, value];
      if (typeof value === 'string' && value.startsWith('$.'))
        return [key, `$[0]${value.slice(1)}`];
      throw new NoLongStateError(`The selector of ${key} must be a path into the answer.`);
    }),
  );
}

/** Where the state's timeouts end: what they say of Lambda's limits holds no more. */
function timeoutStates(states: JsonObject, name: string, timeoutSeconds: number): JsonObject {
  const { Catch: catchers } = memberOf(states, name);
  const targets = (Array.isArray(catchers) ? catchers : []).filter(isJsonObject).flatMap((rule) => {
    const { ErrorEquals: errors, Next: next } = rule;
    const isTimeout = Array.isArray(errors) && errors.includes('States.Timeout');
    return isTimeout ? [textOf(next)] : [];
  });
  const cause = `${name} ran past its ${timeoutSeconds} s in a container. It is rolled back.`;
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
