import { isJsonObject, type Json, type JsonObject } from '@pipelines/core';
import type { State } from '../definition/state-machine.ts';
import { AslSyntaxError, EvaluationError } from '../errors.ts';
import type { Payload } from '../payload.ts';
import type { Host } from '../scope.ts';
import { failureOf, failureWith, runtimeError, type Failure } from '../states/failure.ts';
import { formatTimestamp } from '../timestamps/format-timestamp.ts';
import { checkContext, checkRequest, parseJson } from './check-request.ts';
import { findState } from './find-state.ts';
import { doAlone, type Surroundings } from './lone-view.ts';
import { prepareWork, type Prepared } from './prepare-work.ts';
import { settleFailure } from './settle-failure.ts';
import { settleResult, type Settled } from './settle-result.ts';
import type { CallTask, TestStateRequest, TestStateResponse } from './test-state-request.ts';

/** Where a state is tested. */
export interface TestStateOptions {
  readonly host: Host;
  readonly nowMs: number;
  readonly region: string;
  readonly accountId: string;
  /** Calls the task of a state without a mock. */
  readonly callTask: CallTask;
}

/** The answer so far, and what was seen on the way. */
export interface Trial {
  readonly state: State;
  readonly around: Surroundings;
  readonly request: TestStateRequest;
  readonly inspection: JsonObject;
}

/**
 * Run one state as TestState does: with its input, context, variables and mock, and with what it
 * did on the way when the inspection level asks for it.
 *
 * @throws {TestStateError} when the service would refuse the request
 * Source: API reference, TestState
 */
export async function testState(
  request: TestStateRequest,
  options: TestStateOptions,
): Promise<TestStateResponse> {
  const state = findState(request.definition, request.stateName);
  const mocked = checkRequest(request, state);
  const trial = createTrial(request, state, options);
  const settled = await run(trial, mocked, options);
  const isInspected = request.inspectionLevel === 'DEBUG' || request.inspectionLevel === 'TRACE';
  const inspectionData = { ...trial.inspection, ...settled.inspection };
  return { ...settled.response, ...(isInspected && { inspectionData }) };
}

async function run(
  trial: Trial,
  mocked: Json | undefined,
  options: TestStateOptions,
): Promise<Settled> {
  try {
    const prepared = await doAlone(trial.around, (view) => prepareWork(trial, view));
    Object.assign(trial.inspection, prepared.inspection);
    const outcome = await work(trial, prepared, { mocked, options });
    if ('failure' in outcome) return await settleFailure(trial, outcome.failure);
    return await doAlone(trial.around, (view) => settleResult(trial, outcome.result, view));
  } catch (error) {
    return settleFailure(trial, evaluationFailure(error));
  }
}

async function work(
  { request, state }: Trial,
  { plan, tolerated }: Prepared,
  { mocked, options }: { readonly mocked: Json | undefined; readonly options: TestStateOptions },
): Promise<{ readonly result: Payload | undefined } | { readonly failure: Failure }> {
  const { mock, stateConfiguration } = request;
  if (mock?.errorOutput) {
    return { failure: failureWith(mock.errorOutput.error, mock.errorOutput.cause) };
  }
  const failures = stateConfiguration?.mapIterationFailureCount ?? 0;
  if (tolerated !== undefined && failures > tolerated) {
    return {
      failure: failureWith(
        'States.ExceedToleratedFailureThreshold',
        'The specified tolerated failure threshold was exceeded',
      ),
    };
  }
  if (mocked !== undefined) return { result: { json: mocked, text: mock?.result ?? '' } };
  if (!plan) return { result: undefined };
  const outcome = await options.callTask(plan, state.name);
  if (!('output' in outcome)) return { failure: failureWith(outcome.error, outcome.cause) };
  return { result: { json: outcome.output, text: JSON.stringify(outcome.output) } };
}

function evaluationFailure(error: unknown): Failure {
  const known = error instanceof AslSyntaxError ? runtimeError(error.message) : error;
  if (!(known instanceof EvaluationError)) throw error;
  return failureOf(known, 'StateName', 2);
}

function createTrial(request: TestStateRequest, state: State, options: TestStateOptions): Trial {
  const text = request.input ?? '{}';
  const input = { json: parseJson(text, 'Input must be valid JSON'), text };
  const variables = parseJson(request.variables ?? '{}', 'Variables must be valid JSON');
  const { host, nowMs } = options;
  const known = isJsonObject(variables) ? variables : {};
  const context = contextOf(request, { state, input: input.json, options });
  return {
    state,
    request,
    around: { input, context, variables: known, host, nowMs },
    inspection: { input: text },
  };
}

/** The context of the request, else that of an execution made up for the test. */
function contextOf(
  { context, roleArn }: TestStateRequest,
  use: { readonly state: State; readonly input: Json; readonly options: TestStateOptions },
): Json {
  if (context !== undefined) {
    const given = parseJson(context, 'Context must be valid JSON');
    checkContext(given, use.state);
    return given;
  }
  const { accountId, host, nowMs, region } = use.options;
  const [machine, execution] = [host.uuid(), host.uuid()];
  const arn = `arn:aws:states:${region}:${accountId}`;
  const isRetriable = 'retry' in use.state;
  return {
    Execution: {
      Id: `${arn}:express:${machine}:${execution}`,
      Input: use.input,
      StartTime: formatTimestamp(nowMs),
      Name: execution,
      RoleArn: roleArn ?? null,
    },
    StateMachine: { Id: `${arn}:stateMachine:${machine}`, Name: machine },
    State: {
      Name: 'StateName',
      EnteredTime: formatTimestamp(nowMs),
      ...(isRetriable && { RetryCount: 0 }),
    },
  };
}
