import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { allow } from './allow.ts';

/** What a machine starts. */
export interface StartedContainer {
  readonly clusterArn: string;
  /** Every revision of the task definition: a deployment makes a new one. */
  readonly taskDefinitionArns: string;
  /** Of the container, and of what starts it. */
  readonly roleArns: readonly string[];
}

/**
 * What a machine needs to start a container and be answered by a token; `.sync` would need more.
 *
 * Source: Step Functions Developer Guide, "IAM policies for calling Amazon ECS".
 */
export function startContainerStatements(container: StartedContainer): readonly PolicyStatement[] {
  const { clusterArn, taskDefinitionArns, roleArns } = container;
  return [
    allow('StartContainer', ['ecs:RunTask'], [taskDefinitionArns], {
      ArnEquals: { 'ecs:cluster': clusterArn },
    }),
    allow('GiveRoles', ['iam:PassRole'], roleArns, {
      StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' },
    }),
  ];
}

/** What a container needs to answer its machines, whose histories a key encrypts. */
export function answerStatements(
  machineArns: readonly string[],
  keyArn: string,
): readonly PolicyStatement[] {
  return [
    allow(
      'AnswerMachine',
      ['states:SendTaskSuccess', 'states:SendTaskFailure', 'states:SendTaskHeartbeat'],
      machineArns,
    ),
    allow('EncryptAnswer', ['kms:Decrypt', 'kms:GenerateDataKey'], [keyArn]),
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
