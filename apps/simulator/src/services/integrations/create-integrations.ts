import type { TaskRunner } from '@pipelines/asl-runtime';
import type { Clock } from '@pipelines/core';
import type { S3Endpoint, SecretsManagerEndpoint } from '@pipelines/local-cloud';
import type { Registry } from '../../executions/registry.ts';
import type { ContainerHost } from '../../functions/container-host.ts';
import type { Outbox } from '../outbox.ts';
import type { TaskTokens } from '../task-tokens.ts';
import { createPublish } from './publish.ts';
import { createRunTask } from './run-task.ts';
import { createS3Service } from './s3-service.ts';
import { createSdkCalls } from './sdk-calls.ts';
import { createSecretsManagerService } from './secrets-manager-service.ts';
import { createSendMessage } from './send-message.ts';
import type { Integration } from './service-call.ts';
import { createSfnCalls } from './sfn-calls.ts';
import { createStartExecution } from './start-execution.ts';
import { createStatesApi } from './states-api.ts';

/** What the services are made of. What is a function here is not there yet, or costs a start. */
export interface IntegrationOptions {
  readonly clock: Clock;
  readonly tokens: TaskTokens;
  readonly outbox: Outbox;
  readonly containers: ContainerHost;
  readonly onProblem: (line: string) => void;
  readonly registry: () => Registry;
  readonly runTask: () => TaskRunner;
  readonly s3: () => Promise<S3Endpoint>;
  readonly secretsManager: () => Promise<SecretsManagerEndpoint>;
}

/**
 * The services that run for real, by the name that a Resource gives them.
 *
 * Nothing is started before a state calls it.
 */
export function createIntegrations(
  options: IntegrationOptions,
): Readonly<Record<string, Integration>> {
  const { clock, tokens, registry } = options;
  const findOperation = createStatesApi(() => ({
    registry: registry(),
    tokens,
    runTask: options.runTask(),
  }));
  return {
    'aws-sdk:s3': createSdkCalls(createS3Service(options.s3), tokens),
    'aws-sdk:secretsmanager': createSdkCalls(
      createSecretsManagerService(options.secretsManager),
      tokens,
    ),
    'aws-sdk:sfn': createSfnCalls({ findOperation, tokens }),
    ecs: createRunTask(options),
    sns: createPublish(options),
    sqs: createSendMessage(options),
    states: createStartExecution({ registry, findOperation, tokens, clock }),
  };
}
