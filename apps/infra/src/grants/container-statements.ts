import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { allow } from './allow.ts';

/** Where a container leaves its answer. */
export interface AnswerTargets {
  /** ARN of every object below the container's prefix. */
  readonly answersArn: string;
  /** ARN of the key that encrypts their bucket. */
  readonly bucketKeyArn: string;
}

/** What a machine starts and follows. */
export interface StartedContainer extends AnswerTargets {
  readonly clusterArn: string;
  /** Every task of the cluster: a task gets its name when it starts. */
  readonly taskArns: string;
  /** The rule of EventBridge by which Step Functions hears that a task has stopped. */
  readonly ruleArn: string;
  /** Every revision of the task definition: a deployment makes a new one. */
  readonly taskDefinitionArns: string;
  /** Of the container, and of what starts it. */
  readonly roleArns: readonly string[];
}

/** Step Functions makes this rule itself, one in an account and region. */
export const TASK_EVENTS_RULE = 'StepFunctionsGetEventsForECSTaskRule';

/**
 * What a machine needs to run a container to its end (`ecs:runTask.sync`), to stop it with its own
 * execution, and to read its answer.
 *
 * Source: Step Functions Developer Guide, "IAM policies for calling Amazon ECS".
 */
export function startContainerStatements(container: StartedContainer): readonly PolicyStatement[] {
  const { clusterArn, taskDefinitionArns, roleArns, taskArns, ruleArn } = container;
  const inCluster = { ArnEquals: { 'ecs:cluster': clusterArn } };
  return [
    allow('StartContainer', ['ecs:RunTask'], [taskDefinitionArns], inCluster),
    allow('FollowContainer', ['ecs:DescribeTasks', 'ecs:StopTask'], [taskArns], inCluster),
    allow('HearOfEnd', ['events:DescribeRule', 'events:PutRule', 'events:PutTargets'], [ruleArn]),
    allow('GiveRoles', ['iam:PassRole'], roleArns, {
      StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' },
    }),
    allow('ReadAnswer', ['s3:GetObject'], [container.answersArn]),
    allow('DecryptAnswer', ['kms:Decrypt'], [container.bucketKeyArn]),
  ];
}

/** What a container needs to leave its answer. */
export function answerStatements(targets: AnswerTargets): readonly PolicyStatement[] {
  return [
    allow('LeaveAnswer', ['s3:PutObject'], [targets.answersArn]),
    allow('EncryptAnswer', ['kms:GenerateDataKey'], [targets.bucketKeyArn]),
  ];
}

/** What ECS needs to fetch the image of a container and to write its logs. */
export function launchStatements(
  repositoryArn: string,
  logGroupArn: string,
): readonly PolicyStatement[] {
  return [
    allow('EnterRegistry', ['ecr:GetAuthorizationToken'], ['*']),
    allow(
      'FetchImage',
      ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      [repositoryArn],
    ),
    allow('WriteLogs', ['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroupArn]),
  ];
}
