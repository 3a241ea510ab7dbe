import { TaskFailure, type TaskRequest, type TaskRunner } from '@pipelines/asl-runtime';
import { isJsonObject, type Clock, type Json, type JsonObject } from '@pipelines/core';
import { DEFAULT_ACCOUNT, functionArn, parseStatesArn } from '../arns.ts';
import { FunctionNotFoundError } from '../functions/function-errors.ts';
import { type FunctionHost, type InvokeResult } from '../functions/function-host.ts';
import { parseFunctionName, type FunctionName } from './function-name.ts';
import { functionNotFoundCause, lambdaResponse } from './lambda-response.ts';
import { parseServiceCall, type Integration } from './integrations/service-call.ts';
import type { Mocks } from './mocks.ts';
import { submitAndWait } from './submit-and-wait.ts';
import type { TaskTokens } from './task-tokens.ts';

const LAMBDA_INVOKE = 'arn:aws:states:::lambda:invoke';
const ACTIVITY_ARN = /^arn:aws[a-z-]*:states:[^:]*:\d{12}:activity:/;
const LAMBDA_ARN = /^arn:aws[a-z-]*:lambda:/;
/** Integration patterns whose service accepts a job first. */
const WAITS_FOR_JOB = /\.(sync(:2)?|waitForTaskToken)$/;
/** Parameters of Lambda's Invoke that change nothing here, or mean what we do anyway. */
const INVOKE_PARAMETERS = new Set(['FunctionName', 'Payload', 'Qualifier', 'ClientContext']);

/**
 * Run tasks: mocked answers first, then Lambda functions on the function host, then the services
 * that there are.
 *
 * @returns a TaskRunner; it throws TaskFailure with the function's `errorType` as Error and its
 *   error payload as Cause, as Step Functions does. A resource that nothing here runs fails with
 *   `Simulator.UnsupportedIntegration`, which says how to mock it.
 */
export function createTaskRunner(options: {
  readonly functions: Pick<FunctionHost, 'invoke'>;
  readonly clock: Clock;
  readonly mocks?: Mocks;
  /** Without them nobody can answer an activity or a token. */
  readonly tokens?: TaskTokens;
  /** By service: `states`, `aws-sdk:s3`. */
  readonly integrations?: Readonly<Record<string, Integration>>;
  /** Whether there is an activity of this ARN. */
  hasActivity?(arn: string): boolean;
}): TaskRunner {
  const { functions, clock, mocks, tokens } = options;
  return async (request) => {
    const mocked = mockedResult(request, mocks);
    if (mocked) return mocked.result;
    if (tokens && ACTIVITY_ARN.test(request.resource)) {
      const { resource } = request;
      if (options.hasActivity?.(resource)) return tokens.waitForWorker(resource, request);
      throw new TaskFailure('ActivityDoesNotExist', `Activity Does Not Exist: '${resource}'`);
    }
    if (tokens && request.resource === `${LAMBDA_INVOKE}.waitForTaskToken`) {
      return invokeAndWait(request, { functions, clock, tokens });
    }
    if (request.resource === LAMBDA_INVOKE) {
      const { target, event } = readInvoke(request.payload);
      const result = await invoke(functions, { target, event, request });
      return lambdaResponse(result.payload, { requestId: result.requestId, nowMs: clock.now() });
    }
    if (LAMBDA_ARN.test(request.resource)) {
      const { resource, payload } = request;
      const call = { target: resource, event: payload, request, isDirect: true };
      return (await invoke(functions, call)).payload;
    }
    return (
      callService(request, options.integrations) ??
      Promise.reject(new TaskFailure('Simulator.UnsupportedIntegration', unsupportedText(request)))
    );
  };
}

function callService(
  request: TaskRequest,
  integrations: Readonly<Record<string, Integration>> = {},
): Promise<Json> | undefined {
  const call = parseServiceCall(request.resource);
  const isKnown = call !== undefined && Object.hasOwn(integrations, call.service);
  return isKnown ? integrations[call.service]?.(call, request) : undefined;
}

/** The function hands the token on; the result is what somebody sends with it. */
async function invokeAndWait(
  request: TaskRequest,
  world: {
    readonly functions: Pick<FunctionHost, 'invoke'>;
    readonly clock: Clock;
    readonly tokens: TaskTokens;
  },
): Promise<Json> {
  return submitAndWait(request, world.tokens, async () => {
    const { target, event } = readInvoke(request.payload);
    const { payload, requestId } = await invoke(world.functions, { target, event, request });
    return lambdaResponse(payload, { requestId, nowMs: world.clock.now() });
  });
}

function mockedResult(
  request: TaskRequest,
  mocks: Mocks | undefined,
): { readonly result: Json } | undefined {
  const { executionArn, stateName, resource } = request;
  const call = mocks?.next(executionArn, stateName) ?? 'not-mocked';
  if (call === 'not-mocked') return undefined;
  // The mock answers for the end of the job alone, but the history shows that it was accepted.
  if (WAITS_FOR_JOB.test(resource)) request.report({ type: 'submitted', output: {} });
  if ('missingAttempt' in call) {
    const text = `The mock of state '${stateName}' has no answer for attempt ${call.missingAttempt}.`;
    throw new TaskFailure('Simulator.MockExhausted', text);
  }
  if ('Throw' in call) throw new TaskFailure(call.Throw.Error, call.Throw.Cause);
  // A mock answers as Lambda's Invoke does; a state with the function's own ARN sees the Payload.
  const { Return: result } = call;
  const isInvokeAnswer = LAMBDA_ARN.test(resource) && isJsonObject(result) && 'Payload' in result;
  return { result: isInvokeAnswer ? (result['Payload'] ?? null) : result };
}

/** @throws {TaskFailure} for parameters that would need more of Lambda than there is */
function readInvoke(payload: Json): { readonly target: string; readonly event: Json } {
  const parameters: JsonObject = isJsonObject(payload) ? payload : {};
  const name = parameters['FunctionName'];
  if (typeof name !== 'string') {
    throw new TaskFailure('States.Runtime', 'lambda:invoke needs a FunctionName that is a string.');
  }
  for (const key of Object.keys(parameters)) {
    const isDefault = key === 'InvocationType' && parameters[key] === 'RequestResponse';
    if (INVOKE_PARAMETERS.has(key) || isDefault) continue;
    throw new TaskFailure(
      'Simulator.UnsupportedIntegration',
      `The simulator's lambda:invoke does not know the parameter '${key}'.`,
    );
  }
  const qualifier = parameters['Qualifier'];
  const target = typeof qualifier === 'string' ? `${name}:${qualifier}` : name;
  // Without a payload Lambda hands the function an empty object.
  return { target, event: parameters['Payload'] ?? {} };
}

async function invoke(
  functions: Pick<FunctionHost, 'invoke'>,
  call: {
    readonly target: string;
    readonly event: Json;
    readonly request: TaskRequest;
    readonly isDirect?: boolean;
  },
): Promise<InvokeResult> {
  const { target, event, request } = call;
  const parsed = parseFunctionName(target);
  if (!parsed || parsed.qualifier !== '$LATEST') throw notFound(target, request);
  try {
    const name = `${accountOf(parsed, request)}:function:${parsed.name}`;
    const result = await functions.invoke(name, event, { signal: request.signal });
    if (result.functionError) throw failureOf(result, call.isDirect === true);
    return result;
  } catch (error) {
    if (error instanceof FunctionNotFoundError) throw notFound(target, request);
    throw error;
  }
}

/** A state with the function's own ARN sees what the runtime wrote; `lambda:invoke` writes it anew. */
function failureOf({ payload, payloadText }: InvokeResult, isDirect: boolean): TaskFailure {
  const cause = isDirect ? payloadText : JSON.stringify(payload);
  const errorType = isJsonObject(payload) ? payload['errorType'] : undefined;
  if (typeof errorType === 'string' && errorType !== '') return new TaskFailure(errorType, cause);
  return new TaskFailure(
    'Lambda.Unknown',
    `The cause could not be determined because Lambda did not return an error type. Returned payload: ${cause}`,
  );
}

/** A name without an account means the one that the execution runs in. */
function accountOf(
  { accountId }: Pick<FunctionName, 'accountId'>,
  { executionArn }: TaskRequest,
): string {
  return accountId ?? parseStatesArn(executionArn)?.accountId ?? DEFAULT_ACCOUNT;
}

function notFound(target: string, request: TaskRequest): TaskFailure {
  const parsed = parseFunctionName(target) ?? { name: target, qualifier: '$LATEST' };
  const arn = functionArn(parsed.name, accountOf(parsed, request));
  const cause = functionNotFoundCause(`${arn}:${parsed.qualifier}`);
  return new TaskFailure('Lambda.ResourceNotFoundException', cause);
}

function unsupportedText({ resource, stateName, executionArn }: TaskRequest): string {
  const machine = parseStatesArn(executionArn)?.names[0] ?? 'MACHINE';
  const example = {
    StateMachines: { [machine]: { TestCases: { CASE: { [stateName]: 'ANSWER' } } } },
    MockedResponses: { ANSWER: { '0': { Return: {} } } },
  };
  return `The simulator does not run "${resource}". Mock it: set SFN_MOCK_CONFIG to a file with ${JSON.stringify(example)} and start the execution with "<state machine ARN>#CASE".`;
}
