import path from 'node:path';
import { createEngine, type TaskRunner } from '@pipelines/asl-runtime';
import { createVirtualClock, systemClock, type Clock, type Json } from '@pipelines/core';
import { createRegistry } from '../src/executions/create-registry.ts';
import type { Registry } from '../src/executions/registry.ts';
import { FunctionNotFoundError } from '../src/functions/function-errors.ts';
import {
  createIntegrations,
  type IntegrationOptions,
} from '../src/services/integrations/create-integrations.ts';
import { createOutbox } from '../src/services/outbox.ts';
import { createTaskRunner } from '../src/services/task-runner.ts';
import { createTaskTokens, type TaskTokens } from '../src/services/task-tokens.ts';
import { startApi, type ApiFixture } from './api-fixture.ts';
import { makeMachine } from './registry-fixture.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
let count = 0;

/** Executions whose tasks call the services that there are, and no function. */
export interface IntegrationFixture {
  readonly registry: Registry;
  readonly runTask: TaskRunner;
  readonly tokens: TaskTokens;
}

/** A registry on a folder of its own. */
export function openServices(
  clock: Clock = systemClock,
  services: Partial<IntegrationOptions> = {},
): IntegrationFixture {
  const tokens = createTaskTokens();
  const runTask: TaskRunner = taskRunnerOf(clock, {
    tokens,
    registry: () => registry,
    runTask: () => runTask,
    ...services,
  });
  const root = path.join(folder, String(count++));
  const registry: Registry = createRegistry({
    root,
    clock,
    engine: createEngine({ clock, runTask }),
  });
  return { registry, runTask, tokens };
}

/** The same by a clock that stands still, and what runs an execution of one state to its end. */
export function openVirtualServices(services: Partial<IntegrationOptions> = {}) {
  const clock = createVirtualClock(1_737_383_400_000);
  const fixture = openServices(clock, services);
  const { registry } = fixture;
  return {
    ...fixture,
    clock,
    /** Start a machine of this one Task state. */
    start: (state: Readonly<Record<string, Json>>, inputText = '{}') => {
      const states = { Call: { Type: 'Task', End: true, ...state } };
      const { arn } = makeMachine(registry, states, { name: `parent-${count++}` });
      const { execution } = registry.startExecution({ machineArn: arn, inputText, name: 'run' });
      if (!execution) throw new TypeError('The execution has not started.');
      return execution;
    },
  };
}

/** The API of such a registry, for clients of its HTTP. */
export async function serveServices(
  services: Partial<IntegrationOptions> = {},
): Promise<ApiFixture> {
  const tokens = createTaskTokens();
  const runTask: TaskRunner = taskRunnerOf(systemClock, {
    tokens,
    registry: () => api.registry,
    runTask: () => runTask,
    ...services,
  });
  const api: ApiFixture = await startApi({ tokens, runTask });
  return api;
}

type Given = Pick<IntegrationOptions, 'registry' | 'runTask' | 'tokens'> &
  Partial<IntegrationOptions>;

async function notOpened(): Promise<never> {
  throw new TypeError('This test opens no such endpoint.');
}

function taskRunnerOf(clock: Clock, services: Given): TaskRunner {
  return createTaskRunner({
    functions: {
      invoke: async (name) => {
        throw new FunctionNotFoundError(name, []);
      },
    },
    clock,
    tokens: services.tokens,
    integrations: createIntegrations({
      clock,
      outbox: createOutbox(path.join(folder, String(count++)), clock),
      containers: { has: () => false, start: notOpened, stop: async () => undefined },
      onProblem: () => undefined,
      s3: notOpened,
      secretsManager: notOpened,
      ...services,
    }),
  });
}
