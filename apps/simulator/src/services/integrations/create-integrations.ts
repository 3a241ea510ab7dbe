import type { TaskRunner } from '@pipelines/asl-runtime';
import type { Clock } from '@pipelines/core';
import type { Registry } from '../../executions/registry.ts';
import type { TaskTokens } from '../task-tokens.ts';
import type { Integration } from './service-call.ts';
import { createSfnCalls } from './sfn-calls.ts';
import { createStartExecution } from './start-execution.ts';
import { createStatesApi } from './states-api.ts';

/** What the services are made of. What is a function here is not there yet, or costs a start. */
export interface IntegrationOptions {
  readonly clock: Clock;
  readonly tokens: TaskTokens;
  readonly registry: () => Registry;
  readonly runTask: () => TaskRunner;
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
    'aws-sdk:sfn': createSfnCalls({ findOperation, tokens }),
    states: createStartExecution({ registry, findOperation, tokens, clock }),
  };
}
