import type { JsonObject } from '@pipelines/core';
import { REGION } from '../../arns.ts';
import type { ProcessExit } from '../../functions/supervised-process.ts';

/** The facts of a task that its descriptions are made of. */
export interface EcsTask {
  /** 32 hexadecimal digits. */
  readonly id: string;
  readonly accountId: string;
  /** Name or ARN, as the state gave it. */
  readonly cluster: string;
  readonly taskDefinition: string;
  readonly container: string;
  readonly launchType: string;
  readonly createdMs: number;
}

/** How a task ended. */
export interface EcsTaskEnd {
  readonly exit: ProcessExit;
  readonly stoppedMs: number;
}

/**
 * A task as ECS describes it when it was accepted, and with `end` when it has stopped. Times are in
 * milliseconds; members that only a network or an image would give are left out.
 *
 * Source: docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Task.html
 */
export function describeTask(task: EcsTask, end?: EcsTaskEnd): JsonObject {
  const { accountId, createdMs, id, launchType } = task;
  const prefix = `arn:aws:ecs:${REGION}:${accountId}`;
  const cluster = task.cluster.split('/').at(-1) ?? '';
  const status = end ? 'STOPPED' : 'PROVISIONING';
  const taskArn = `${prefix}:task/${cluster}/${id}`;
  const exitCode = end && exitCodeOf(end.exit);
  return {
    ClusterArn: `${prefix}:cluster/${cluster}`,
    Containers: [
      {
        ContainerArn: `${prefix}:container/${cluster}/${id}/${task.container}`,
        ...(exitCode !== undefined && { ExitCode: exitCode }),
        LastStatus: end ? 'STOPPED' : 'PENDING',
        Name: task.container,
        TaskArn: taskArn,
      },
    ],
    CreatedAt: createdMs,
    DesiredStatus: end ? 'STOPPED' : 'RUNNING',
    Group: `family:${familyOf(task.taskDefinition)}`,
    LastStatus: status,
    LaunchType: launchType,
    ...(end && {
      StopCode: 'EssentialContainerExited',
      StoppedAt: end.stoppedMs,
      StoppedReason: 'Essential container in task exited',
    }),
    TaskArn: taskArn,
    TaskDefinitionArn: task.taskDefinition.startsWith('arn:')
      ? task.taskDefinition
      : `${prefix}:task-definition/${task.taskDefinition}`,
  };
}

/** `arn:aws:ecs:us-east-1:000000000000:task-definition/name:7`, `name:7` and `name` are `name`. */
export function familyOf(taskDefinition: string): string {
  return taskDefinition.split('/').at(-1)?.split(':')[0] ?? '';
}

/** A killed process ends as it does in a shell: 128 and the number of SIGKILL. */
export function exitCodeOf({ code }: ProcessExit): number {
  return code ?? 137;
}
