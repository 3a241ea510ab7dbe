import { TaskFailure, type Execution, type TaskRequest } from '@pipelines/asl-runtime';
import { isJsonObject, type Clock, type Json, type JsonObject } from '@pipelines/core';
import { ApiError } from '../../api/api-errors.ts';
import { membersOf } from '../../api/request-members.ts';
import { readStart } from '../../api/start-execution.ts';
import {
  ExecutionRunsElsewhereError,
  RefusedRequestError,
} from '../../executions/registry-errors.ts';
import type { Registry } from '../../executions/registry.ts';
import { submitAndWait } from '../submit-and-wait.ts';
import type { TaskTokens } from '../task-tokens.ts';
import { readParameters, textOf, type ParameterRules } from './call-parameters.ts';
import { serviceAnswer, serviceFailure, sortKeys } from './service-answer.ts';
import type { CallPattern, Integration } from './service-call.ts';
import { capitalise, type FindOperation } from './states-api.ts';

const PARAMETERS: ParameterRules = {
  StateMachineArn: { isRequired: true, type: 'STRING' },
  Input: {},
  Name: { type: 'STRING' },
  TraceHeader: { type: 'STRING' },
};
const NAMES = { prefix: 'StepFunctions', service: 'AWSStepFunctions' };

interface World {
  readonly registry: () => Registry;
  readonly findOperation: FindOperation;
  readonly tokens: TaskTokens;
  readonly clock: Clock;
}

/** An execution that was started for a state, and what the state is told of it. */
interface Child {
  readonly answer: Json;
  readonly arn: string;
  readonly execution: Execution | undefined;
}

/**
 * `states:startExecution`, which ends at once, with the child (`.sync`, `.sync:2`), or with its
 * token. A child that is waited for is stopped when its parent gives up waiting.
 *
 * Source: docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html, and recorded
 * histories of AWS (conformance corpus, categories services, callback and error-handling)
 */
export function createStartExecution(world: World): Integration {
  return ({ action, pattern }, request) => {
    if (action !== 'startExecution') return undefined;
    return run(pattern, request, world).catch((error: unknown) => {
      throw failureOf(error);
    });
  };
}

async function run(pattern: CallPattern, request: TaskRequest, world: World): Promise<Json> {
  switch (pattern) {
    case 'request':
      return startChild(request, world).answer;
    case 'waitForTaskToken':
      return submitAndWait(request, world.tokens, async () => startChild(request, world).answer);
    case 'sync':
    case 'sync:2':
      return runToEnd(pattern, request, world);
  }
}

function startChild(request: TaskRequest, { registry, clock }: World): Child {
  const parameters = readParameters(request, PARAMETERS);
  const { arn, startMs, execution } = registry().startExecution(startOf(parameters));
  const body = { executionArn: arn, startDate: startMs / 1_000 };
  const http = {
    contentType: 'application/x-amz-json-1.0',
    contentLength: Buffer.byteLength(JSON.stringify(body)),
    nowMs: clock.now(),
  };
  return { arn, execution, answer: serviceAnswer({ ExecutionArn: arn, StartDate: startMs }, http) };
}

/** A text is taken for the JSON that it should be; anything else is written as JSON. */
function startOf(parameters: JsonObject): ReturnType<typeof readStart> {
  const { Input: input = null } = parameters;
  const name = textOf(parameters, 'Name');
  const inputText = typeof input === 'string' ? input : JSON.stringify(input ?? {});
  return readStart(
    membersOf({
      stateMachineArn: textOf(parameters, 'StateMachineArn') ?? null,
      input: inputText,
      ...(name !== undefined && { name }),
    }),
  );
}

async function runToEnd(
  pattern: 'sync' | 'sync:2',
  request: TaskRequest,
  world: World,
): Promise<Json> {
  refuseExpress(request, world.registry());
  const { arn, answer, execution } = startChild(request, world);
  if (!execution) throw new ExecutionRunsElsewhereError(arn);
  request.report({ type: 'submitted', output: answer });
  const sent = await untilEnded(execution, request, world.tokens);
  if (sent) return sent.output;
  const describe = world.findOperation('DescribeExecution');
  const described = await describe?.({ executionArn: arn }, request);
  const child = sortKeys(capitalise(described ?? {}, 'milliseconds') as JsonObject);
  if (child['Status'] !== 'SUCCEEDED') {
    throw new TaskFailure('States.TaskFailed', JSON.stringify(child));
  }
  return pattern === 'sync' ? child : { ...child, ...parsedTexts(child) };
}

/** An EXPRESS execution cannot be described, and so cannot be waited for. */
function refuseExpress({ payload }: TaskRequest, registry: Registry): void {
  const arn = isJsonObject(payload) ? payload['StateMachineArn'] : undefined;
  const [machineArn = ''] = typeof arn === 'string' ? arn.split('#') : [];
  const target = registry.resolve(machineArn);
  if (target?.machine.type !== 'EXPRESS') return;
  const text = 'This operation is not supported by this type of state machine';
  throw new ApiError('StateMachineTypeNotSupported', text);
}

/**
 * Wait for the end of a child, which is stopped when nobody waits for it any more.
 *
 * @returns what was sent with the token of the state, when that came first
 */
async function untilEnded(
  execution: Execution,
  request: TaskRequest,
  tokens: TaskTokens,
): Promise<{ readonly output: Json } | undefined> {
  const { executionArn, signal, taskToken } = request;
  const stop = (): void => execution.stop(undefined, abortedCause(executionArn));
  signal.addEventListener('abort', stop, { once: true });
  try {
    const ended = execution.done.then(() => undefined);
    if (taskToken === undefined) return await ended;
    const sent = tokens.wait(request).then((output) => ({ output }));
    return await Promise.race([ended, sent]);
  } finally {
    signal.removeEventListener('abort', stop);
    if (taskToken !== undefined) tokens.forget(taskToken);
  }
}

function abortedCause(executionArn: string): string {
  return `The Task state in AWS Step Functions execution [${executionArn}] which was managing this resource was aborted`;
}

/** Input and Output as the JSON that they are the text of. */
function parsedTexts(child: JsonObject): JsonObject {
  const texts = ['Input', 'Output'].flatMap((name) => {
    const text = child[name];
    return typeof text === 'string' ? [[name, JSON.parse(text) as Json] as const] : [];
  });
  return Object.fromEntries(texts);
}

function failureOf(error: unknown): unknown {
  if (!(error instanceof ApiError) && !(error instanceof RefusedRequestError)) return error;
  return serviceFailure({ code: error.name, message: error.message }, NAMES);
}
