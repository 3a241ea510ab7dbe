import { TaskFailure, type TaskRequest, type TaskRunner } from '@pipelines/asl-runtime';
import { isJsonObject, type Json } from '@pipelines/core';
import { recordedProgress } from './recorded-progress.ts';
import { pythonJson } from './python-json.ts';
import type { CorpusCase, MockedResponse, RecordedCall, RecordedFunction } from './corpus-case.ts';

/**
 * A runner that answers each call of a state as AWS did in the recording.
 *
 * It takes, in this order: the case's mock file, its recorded calls, the behaviour of its Lambda
 * functions. A call that timed out on AWS gets no answer.
 */
export function createRecordedTasks(one: CorpusCase): TaskRunner {
  const callsByState = new Map<string, number>();
  return async (request) => {
    const attempt = callsByState.get(request.stateName) ?? 0;
    callsByState.set(request.stateName, attempt + 1);
    const position = positionOf(one, request.stateName, attempt);
    for (const progress of recordedProgress(one, position)) request.report(progress);
    const mocked = mockedResponse(one, request.stateName, attempt);
    if (mocked) return answerMock(mocked);
    const call = one.mocks?.[position];
    if (call) return answerCall(call, request.signal);
    return answerFunction(functionOf(one, request), request);
  };
}

/** The place of a state's call among all recorded ones; -1 when there is none. */
function positionOf({ mocks = [] }: CorpusCase, stateName: string, attempt: number): number {
  const positions = mocks.flatMap(({ state }, i) => (state === stateName ? [i] : []));
  return positions[attempt] ?? -1;
}

function mockedResponse(
  one: CorpusCase,
  stateName: string,
  attempt: number,
): MockedResponse | undefined {
  const { mockConfig, stateMachineName = '', mockTestCase = '' } = one;
  const response =
    mockConfig?.StateMachines[stateMachineName]?.TestCases[mockTestCase]?.[stateName];
  const steps = response === undefined ? {} : (mockConfig?.MockedResponses[response] ?? {});
  const found = Object.entries(steps).find(([range]) => {
    const [from = 0, to = from] = range.split('-').map(Number);
    return from <= attempt && attempt <= to;
  });
  return found?.[1];
}

function answerMock({ Return, Throw }: MockedResponse): Json {
  if (Throw) throw new TaskFailure(Throw.Error, Throw.Cause);
  return Return ?? null;
}

function answerCall(call: RecordedCall, signal: AbortSignal): Json | Promise<Json> {
  if (call.noResult || call.throwEvent?.endsWith('TimedOut')) return silence(signal);
  if (!call.throw) return call.return ?? null;
  const { error, cause } = call.throw;
  throw new TaskFailure(error ?? undefined, textOf(cause));
}

function functionOf(one: CorpusCase, { resource, payload }: TaskRequest): RecordedFunction {
  const wanted = isJsonObject(payload) ? payload['FunctionName'] : undefined;
  const found = Object.entries(one.functions ?? {}).find(
    ([name, { arn }]) => arn === resource || arn === wanted || name === wanted,
  );
  if (found) return found[1];
  throw new TaskFailure('States.Runtime', `The recording has no answer for ${resource}`);
}

function answerFunction(
  { behaviour, value, errorType, errorMessage }: RecordedFunction,
  { resource, payload, signal }: TaskRequest,
): Json | Promise<Json> {
  const isDirect = resource.includes(':lambda:') && !resource.includes(':::');
  // Lambda takes no payload for an empty event.
  const event = isDirect || !isJsonObject(payload) ? payload : (payload['Payload'] ?? {});
  const reply = (result: Json): Json =>
    isDirect ? result : { ExecutedVersion: '$LATEST', Payload: result, StatusCode: 200 };
  switch (behaviour) {
    case 'echo':
      return reply(event);
    case 'return':
      return reply(resultOf(value));
    case 'raise':
      throw new TaskFailure(errorType, pythonError(errorType ?? '', errorMessage ?? '', isDirect));
    default:
      return silence(signal);
  }
}

/** The recorded handlers return JSON text, which Lambda hands on as what it says. */
function resultOf(value: Json = null): Json {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}

/**
 * The error that the Python functions of the recordings leave behind: as the runtime wrote it for
 * a direct call, without the spaces through `lambda:invoke`.
 */
function pythonError(errorType: string, errorMessage: string, isDirect: boolean): string {
  const error = {
    errorMessage,
    errorType,
    requestId: '00000000-0000-4000-8000-000000000000',
    stackTrace: [
      `  File "/var/task/handler.py", line 2, in handler\n    raise ${errorType}("${errorMessage}")\n`,
    ],
  };
  return isDirect ? pythonJson(error) : JSON.stringify(error);
}

function silence(signal: AbortSignal): Promise<Json> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

function textOf(cause: Json | undefined): string | undefined {
  if (cause === undefined || cause === null) return undefined;
  return typeof cause === 'string' ? cause : JSON.stringify(cause);
}
