import type { JsonObject } from '@pipelines/core';

/** A container may need so long to start, and may be silent for so long, before it counts as lost. */
const SILENCE_SECONDS = 600;
const HEARTBEAT_SECONDS = 60;

/** What a container adds to the errors of its function: it was lost, or there was no room for it. */
const RETRIES: readonly JsonObject[] = [
  { ErrorEquals: ['States.HeartbeatTimeout'], IntervalSeconds: 30, MaxAttempts: 2, BackoffRate: 2 },
  { ErrorEquals: ['AmazonECS.Unknown'], IntervalSeconds: 30, MaxAttempts: 5, BackoffRate: 2 },
];

/**
 * A Task that calls a function, as one that runs it in a container of ECS Fargate and waits for its
 * answer by a token. Selector, path of the result and catchers stay, and so do the retries, behind
 * two of the container's own.
 *
 * The event is expected, as JSON, at the path of the result. The machine gives up the container's
 * start and the function's time after `timeoutSeconds`, or when it has heard nothing for ten minutes.
 *
 * @param functionName - of the container too
 * Source: Step Functions Developer Guide, "Run Amazon ECS or Fargate tasks with Step Functions"
 */
export function containerTask(
  task: JsonObject,
  functionName: string,
  timeoutSeconds: number,
): JsonObject {
  const { Retry: retries, ResultPath: path } = task;
  const environment = {
    'TASK_TOKEN.$': '$$.Task.Token',
    'TASK_EVENT.$': `States.JsonToString(${typeof path === 'string' ? path : '$'})`,
    TASK_TIMEOUT_SECONDS: String(timeoutSeconds),
    TASK_HEARTBEAT_SECONDS: String(HEARTBEAT_SECONDS),
  };
  return {
    ...task,
    Resource: 'arn:aws:states:::ecs:runTask.waitForTaskToken',
    Parameters: parametersOf(functionName, environment),
    TimeoutSeconds: timeoutSeconds + SILENCE_SECONDS,
    HeartbeatSeconds: SILENCE_SECONDS,
    Retry: [...RETRIES, ...(Array.isArray(retries) ? retries : [])],
  };
}

function parametersOf(
  functionName: string,
  environment: Readonly<Record<string, string>>,
): JsonObject {
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
    Overrides: {
      ContainerOverrides: [
        {
          Name: functionName,
          Environment: Object.entries(environment).map(([key, value]) =>
            key.endsWith('.$')
              ? { Name: key.slice(0, -2), 'Value.$': value }
              : { Name: key, Value: value },
          ),
        },
      ],
    },
  };
}
