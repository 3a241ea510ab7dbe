import {
  testState as testOneState,
  TestStateError,
  type StateMock,
  type TaskOutcome,
  type TestStateRequest,
} from '@pipelines/asl';
import { createNodeHost, TaskFailure, type TaskRunner } from '@pipelines/asl-runtime';
import { isJsonObject, type JsonObject } from '@pipelines/core';
import { REGION } from '../arns.ts';
import { ApiError } from './api-errors.ts';
import { LONGEST_DEFINITION, LONGEST_ROLE_ARN } from './machine-members.ts';
import { present, type OperationContext } from './operation.ts';
import { membersOf, type RequestMembers } from './request-members.ts';

const LONGEST_INPUT = 262_144;

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
          signal,
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
    input: text('input', LONGEST_INPUT),
    variables: text('variables', LONGEST_INPUT),
    context: text('context', LONGEST_INPUT),
    inspectionLevel,
    mock,
    stateConfiguration,
  };
  return {
    definition: members.text('definition', { min: 1, max: LONGEST_DEFINITION }),
    ...(Object.fromEntries(
      Object.entries(optional).filter(([, value]) => value !== undefined),
    ) as Omit<TestStateRequest, 'definition'>),
  };
}

/** A structure whose members the interpreter checks. */
function objectMember<T>(members: RequestMembers, name: string): T | undefined {
  const value = members.optionalObject(name);
  if (value === undefined) return undefined;
  if (isJsonObject(value)) return value as T;
  throw new ApiError('SerializationException', `'${name}' must be an object`);
}

async function outcomeOf(
  runTask: TaskRunner,
  request: Parameters<TaskRunner>[0],
): Promise<TaskOutcome> {
  try {
    return { output: await runTask(request) };
  } catch (error) {
    if (!(error instanceof TaskFailure)) throw error;
    return { error: error.errorName, cause: error.causeText };
  }
}
