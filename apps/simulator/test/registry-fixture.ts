import { createEngine, type TaskRunner } from '@pipelines/asl-runtime';
import { systemClock, type Clock, type Json } from '@pipelines/core';
import { createRegistry } from '../src/executions/create-registry.ts';
import type { Registry } from '../src/executions/registry.ts';
import type { Machine } from '../src/machines/machine.ts';
import type { Mocks } from '../src/services/mocks.ts';

const noTask: TaskRunner = async () => null;

/** A registry on a folder, with an engine of its own. */
export function openRegistry(
  root: string,
  options: {
    readonly clock?: Clock;
    readonly runTask?: TaskRunner;
    readonly mocks?: Mocks;
    readonly problems?: string[];
  } = {},
): Registry {
  const { clock = systemClock, runTask = noTask, mocks } = options;
  return createRegistry({
    root,
    clock,
    engine: createEngine({ clock, runTask }),
    ...(mocks && { mocks }),
    onProblem: (line) => options.problems?.push(line),
  });
}

/** `arn:aws:states:us-east-1:000000000000:stateMachine:<name>`, made from its states alone. */
export function makeMachine(
  registry: Registry,
  states: Readonly<Record<string, Json>>,
  options: {
    readonly name?: string;
    readonly type?: 'STANDARD' | 'EXPRESS';
    readonly accountId?: string;
  } = {},
): Machine {
  const { name = 'machine', type = 'STANDARD', accountId = '000000000000' } = options;
  return registry.createMachine({
    accountId,
    name,
    type,
    roleArn: 'arn:aws:iam::000000000000:role/test',
    definitionText: JSON.stringify({ StartAt: Object.keys(states)[0] ?? '', States: states }),
  });
}

export const passState = { Type: 'Pass', End: true };
/** Never ends by itself in a test. */
export const longWait = { Type: 'Wait', Seconds: 3_600, End: true };
