import { parseDefinition } from '@pipelines/asl';
import {
  createEngine,
  TaskFailure,
  type ExecutionResult,
  type TaskRequest,
  type TaskRunner,
} from '@pipelines/asl-runtime';
import {
  createVirtualClock,
  isJsonObject,
  type Clock,
  type Json,
  type JsonObject,
} from '@pipelines/core';
import { bindPlaceholders, listPlaceholders } from '../src/bind-placeholders.ts';
import type { MachineSpec } from '../src/machine-spec.ts';

/** A machine with the name of each placeholder in its place, and two subnets. */
export function bindContainers({ definition }: MachineSpec): Json {
  const bindings = listPlaceholders(definition).map((name) => [
    name,
    name.endsWith('.subnets') ? 'subnet-0,subnet-1' : name.replace(/\.arn$/, ''),
  ]);
  return bindPlaceholders(definition, Object.fromEntries(bindings) as Record<string, string>);
}

/** A call of a function, by Lambda or in a container: what it was given, and how often before. */
export interface Call {
  readonly name: string;
  readonly event: JsonObject;
  readonly isContained: boolean;
  /** Calls of this function in a container before this one. */
  readonly attempt: number;
  readonly request: TaskRequest;
}

export interface ContainedRun {
  readonly result: ExecutionResult;
  readonly output: Json;
  readonly calls: readonly Call[];
  readonly endMs: number;
}

export const START_MS = Date.parse('2026-11-23T02:00:00Z');

/** A container stops without an answer, and ECS knows. */
export class ContainerLost extends Error {}

/** A container ends well, and yet its answer is not where it should be. */
export class AnswerLost extends Error {}

/**
 * Run a machine on the interpreter.
 *
 * @param answer - of a function, as its handler gives it; what it throws is the function's failure,
 *   but {@link ContainerLost}, {@link AnswerLost} and errors of ECS are the container's
 * @param failingReads - answers that S3 does not hand out, before it does
 */
export async function runContained(
  machine: MachineSpec,
  answer: (call: Call, clock: Clock) => Json | Promise<Json>,
  { failingReads = 0 } = {},
): Promise<ContainedRun> {
  const calls: Call[] = [];
  const clock = createVirtualClock(START_MS);
  const objects = new Map<string, string>();
  let reads = 0;
  const runTask: TaskRunner = async (request) => {
    const { payload, resource } = request;
    if (resource.endsWith(':s3:getObject')) {
      reads += 1;
      if (reads <= failingReads) throw new TaskFailure('S3.SdkClientException', 'Slow down.');
      return read(payload, objects);
    }
    const made = isJsonObject(payload) && payload['FunctionName'] !== undefined;
    const { place, ...rest } = made ? lambdaCall(payload) : containerCall(payload);
    const attempt = calls.filter(({ name, isContained }) => isContained && name === rest.name);
    const call = { ...rest, request, attempt: attempt.length };
    calls.push(call);
    const answered = async (): Promise<Json> => ({
      StatusCode: 200,
      ExecutedVersion: '$LATEST',
      Payload: await answer(call, clock),
    });
    if (place === undefined) return answered();
    const document = await documentOf(answered);
    if (document !== undefined) objects.set(place, document);
    return { StopCode: 'EssentialContainerExited' };
  };
  const execution = createEngine({ clock, region: 'us-east-2', runTask }).start({
    machine: {
      arn: `arn:aws:states:us-east-2:000000000000:stateMachine:${machine.name}`,
      name: machine.name,
      type: 'STANDARD',
      roleArn: 'arn:aws:iam::000000000000:role/states',
      definition: parseDefinition(JSON.stringify(bindContainers(machine)), { type: 'STANDARD' }),
    },
    executionArn: `arn:aws:states:us-east-2:000000000000:execution:${machine.name}:night`,
    name: 'night',
    inputText: '{}',
  });
  const result = await clock.runUntil(execution.done);
  return {
    result,
    output: JSON.parse(result.output ?? 'null') as Json,
    calls,
    endMs: clock.now(),
  };
}

type CallOf = Omit<Call, 'attempt' | 'request'> & {
  /** Where a container puts its answer. */
  readonly place?: string;
};

/** What a container leaves in S3, as its entry writes it. */
async function documentOf(answered: () => Promise<Json>): Promise<string | undefined> {
  try {
    return JSON.stringify({ answer: await answered() });
  } catch (error) {
    if (error instanceof AnswerLost) return undefined;
    if (error instanceof ContainerLost) throw new TaskFailure('States.TaskFailed', error.message);
    const { errorName, causeText } = error as TaskFailure;
    if (errorName === undefined || errorName.startsWith('AmazonECS.')) throw error;
    return JSON.stringify({ error: errorName, cause: causeText });
  }
}

function read(payload: Json, objects: ReadonlyMap<string, string>): Json {
  const { Bucket, Key } = payload as { readonly Bucket: string; readonly Key: string };
  const text = objects.get(`${Bucket}/${Key}`);
  if (text === undefined) {
    throw new TaskFailure('S3.NoSuchKeyException', 'The specified key does not exist.');
  }
  return { Body: text, ContentType: 'application/json' };
}

function lambdaCall({ FunctionName: name, Payload: event }: JsonObject): CallOf {
  if (typeof name !== 'string' || !isJsonObject(event)) throw new Error('no event');
  return { name, event, isContained: false };
}

/** As the entry of the container reads it. */
function containerCall(payload: Json): CallOf {
  const { Overrides } = payload as unknown as { readonly Overrides: Overrides };
  const [container] = Overrides.ContainerOverrides;
  if (!container) throw new Error('no container');
  const variables = new Map(container.Environment.map(({ Name, Value }) => [Name, Value]));
  const event = JSON.parse(variables.get('TASK_EVENT') ?? 'null') as Json;
  const place = `${variables.get('TASK_ANSWER_BUCKET')}/${variables.get('TASK_ANSWER_KEY')}`;
  if (!isJsonObject(event) || place.includes('undefined')) throw new Error('no event or place');
  return { name: container.Name, event, isContained: true, place };
}

interface Overrides {
  readonly ContainerOverrides: readonly {
    readonly Name: string;
    readonly Environment: readonly { readonly Name: string; readonly Value: string }[];
  }[];
}
