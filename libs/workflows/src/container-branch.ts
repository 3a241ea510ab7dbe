import type { Json, JsonObject } from '@pipelines/core';

/** A container may need so long to start before its function's time begins. */
const START_SECONDS = 600;

/** Where containers put their answers, in the bucket `${containers.answers}`. */
export const ANSWERS_PREFIX = 'container-answers/';

/** What a long state's only branch is made of. */
export interface ContainerCall {
  /** Name of the long state: those of the branch begin with it. */
  readonly state: string;
  /** Name of the function, and of its container. */
  readonly functionName: string;
  /** What the function may take, once it has started. */
  readonly timeoutSeconds: number;
}

/** The keys of a function's answers begin with this. */
export function answersPrefixOf(functionName: string): string {
  return `${ANSWERS_PREFIX}${functionName}/`;
}

/**
 * Run a container to its end and read the answer that it left in S3, as states of a branch.
 *
 * Input is the function's event; output is what `lambda:invoke` gives. An error of the function fails
 * the branch by its own name, with the cause that Lambda writes. A container that ended without an
 * answer fails as `States.TaskFailed`, an answer that cannot be read as `ContainerAnswerError`.
 *
 * Each run of the branch has a key of its own: a retry never reads what came before it.
 */
export function containerBranch(call: ContainerCall): JsonObject {
  const { state } = call;
  return {
    StartAt: `${state}Place`,
    States: {
      [`${state}Place`]: placeState(call),
      [`${state}Container`]: containerState(call),
      [`${state}Read`]: readState(call),
      [`${state}Outcome`]: {
        Type: 'Choice',
        Choices: [
          { Variable: '$.read.document.answer', IsPresent: true, Next: `${state}Answered` },
        ],
        Default: `${state}Refused`,
      },
      [`${state}Answered`]: { Type: 'Pass', InputPath: '$.read.document.answer', End: true },
      [`${state}Refused`]: {
        Type: 'Fail',
        ErrorPath: '$.read.document.error',
        CausePath: '$.read.document.cause',
      },
      [`${state}Unread`]: {
        Type: 'Fail',
        Error: 'ContainerAnswerError',
        CausePath: `States.Format('The answer of the container cannot be read from {}: {}', $.key, $.failure.Cause)`,
      },
    },
  };
}

function placeState({ state, functionName }: ContainerCall): JsonObject {
  const key = `'${answersPrefixOf(functionName)}{}/{}.json', $$.Execution.Name, States.UUID()`;
  return {
    Type: 'Pass',
    Comment: 'Where the container puts its answer: a new key for each attempt.',
    Parameters: { 'event.$': '$', 'key.$': `States.Format(${key})` },
    Next: `${state}Container`,
  };
}

function containerState({ state, functionName, timeoutSeconds }: ContainerCall): JsonObject {
  return {
    Type: 'Task',
    Comment: 'Ends with the container. Stopping the execution stops it.',
    Resource: 'arn:aws:states:::ecs:runTask.sync',
    Parameters: parametersOf(functionName, [
      { Name: 'TASK_EVENT', 'Value.$': 'States.JsonToString($.event)' },
      { Name: 'TASK_ANSWER_BUCKET', Value: '${containers.answers}' },
      { Name: 'TASK_ANSWER_KEY', 'Value.$': '$.key' },
      { Name: 'TASK_TIMEOUT_SECONDS', Value: String(timeoutSeconds) },
    ]),
    ResultPath: null,
    TimeoutSeconds: timeoutSeconds + START_SECONDS,
    Next: `${state}Read`,
  };
}

function readState({ state }: ContainerCall): JsonObject {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::aws-sdk:s3:getObject',
    Parameters: { Bucket: '${containers.answers}', 'Key.$': '$.key' },
    ResultSelector: { 'document.$': 'States.StringToJson($.Body)' },
    ResultPath: '$.read',
    Retry: [
      { ErrorEquals: ['S3.NoSuchKeyException'], MaxAttempts: 0 },
      { ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 2, MaxAttempts: 5, BackoffRate: 2 },
    ],
    Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: `${state}Unread` }],
    Next: `${state}Outcome`,
  };
}

function parametersOf(functionName: string, environment: readonly Json[]): JsonObject {
  return {
    LaunchType: 'FARGATE',
    Cluster: '${containers.cluster}',
    TaskDefinition: `\${${functionName}.task_definition}`,
    NetworkConfiguration: {
      AwsvpcConfiguration: {
        'Subnets.$': `States.StringSplit('\${${functionName}.subnets}', ',')`,
        'SecurityGroups.$': `States.StringSplit('\${${functionName}.security_groups}', ',')`,
        AssignPublicIp: `\${${functionName}.public_ip}`,
      },
    },
    Overrides: { ContainerOverrides: [{ Name: functionName, Environment: [...environment] }] },
  };
}
