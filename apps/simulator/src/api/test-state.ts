import {
  testState as testOneState,
  TestStateError,
  type StateMock,
  type TaskOutcome,
  type TestStateRequest,
} from '@pipelines/asl';
import { createNodeHost, TaskFailure, type TaskRunner } from '@pipelines/asl-runtime';
import type { JsonObject } from '@pipelines/core';
import { REGION } from '../arns.ts';
import { ApiError } from './api-errors.ts';
import { DEEPEST_JSON, isNestedTooDeep } from './json-nesting.ts';
import { LONGEST_ROLE_ARN, readDefinition } from './machine-members.ts';
import { present, type OperationContext } from './operation.ts';
import { membersOf, type RequestMembers } from './request-members.ts';

const LONGEST_INPUT = 262_144;
/** The API gives one state five minutes. */
const LONGEST_TEST_SECONDS = 300;

/**
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html
 *
 * A Task without a mock is really called, as an execution would call it.
 */
export async function testState(
  body: JsonObject,
  { accountId, runTask, signal }: OperationContext,
): Promise<JsonObject> {
  const request = readRequest(membersOf(body));
  const host = createNodeHost();
  try {
    const answer = await testOneState(request, {
      host,
      accountId,
      nowMs: Date.now(),
      region: REGION,
      callTask: (plan, stateName) => {
        const { resource, payload, timeoutSeconds, heartbeatSeconds, credentials } = plan;
        return outcomeOf(runTask, {
          resource,
          payload: payload.json,
          executionArn: `arn:aws:states:${REGION}:${accountId}:execution:TestState:${host.uuid()}`,
          stateName,
          retryCount: 0,
          signal: AbortSignal.any([signal, timeoutOf(timeoutSeconds)]),
          report: () => undefined,
          ...(timeoutSeconds !== undefined && { timeoutSeconds }),
          ...(heartbeatSeconds !== undefined && { heartbeatSeconds }),
          ...(credentials !== undefined && { credentials }),
        });
      },
    });
    return present({ ...answer });
  } catch (error) {
    if (error instanceof TestStateError) throw new ApiError(error.code, error.message);
    throw error;
  }
}

function readRequest(members: RequestMembers): TestStateRequest {
  const text = (name: string, max: number): string | undefined =>
    members.optionalText(name, { max });
  const inspectionLevel = members.optionalOneOf('inspectionLevel', ['INFO', 'DEBUG', 'TRACE']);
  const mock = objectMember<StateMock>(members, 'mock');
  const stateConfiguration = objectMember<NonNullable<TestStateRequest['stateConfiguration']>>(
    members,
    'stateConfiguration',
  );
  const optional = {
    stateName: text('stateName', 80),
    roleArn: text('roleArn', LONGEST_ROLE_ARN),
    input: jsonText(members, 'input'),
    variables: jsonText(members, 'variables'),
    context: jsonText(members, 'context'),
    inspectionLevel,
    mock,
    stateConfiguration,
  };
  return {
    definition: readDefinition(members),
    ...(Object.fromEntries(
      Object.entries(optional).filter(([, value]) => value !== undefined),
    ) as Omit<TestStateRequest, 'definition'>),
  };
}

function jsonText(members: RequestMembers, name: string): string | undefined {
  const text = members.optionalText(name, { max: LONGEST_INPUT });
  if (text === undefined || !isNestedTooDeep(text)) return text;
  const reason = `'${name}' is nested deeper than ${DEEPEST_JSON} levels`;
  throw new ApiError('ValidationException', reason);
}

/** A structure whose members the interpreter checks. */
function objectMember<T>(members: RequestMembers, name: string): T | undefined {
  return members.optionalObject(name) as T | undefined;
}

function timeoutOf(timeoutSeconds: number = LONGEST_TEST_SECONDS): AbortSignal {
  return AbortSignal.timeout(Math.min(timeoutSeconds, LONGEST_TEST_SECONDS) * 1_000);
}

async function outcomeOf(
  runTask: TaskRunner,
  request: Parameters<TaskRunner>[0],
): Promise<TaskOutcome> {
  try {
    return { output: await runTask(request) };
  } catch (error) {
    // The state's time is up, or the caller has gone and will not read this.
    if (request.signal.aborted) return { error: 'States.Timeout', cause: undefined };
    if (!(error instanceof TaskFailure)) throw error;
    return { error: error.errorName, cause: error.causeText };
  }
}
