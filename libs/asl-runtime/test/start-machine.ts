import { parseDefinition } from '@pipelines/asl';
import { createVirtualClock, type Json, type VirtualClock } from '@pipelines/core';
import {
  createEngine,
  type Execution,
  type Machine,
  type TaskRequest,
  type TaskRunner,
} from '../src/index.ts';

/** 2025-01-20T14:30:00.000Z: when the virtual clock of each test starts. */
export const START_MS = 1_737_383_400_000;

/** ARN of the function that the machines of the tests call. */
export const LAMBDA = 'arn:aws:lambda:us-east-1:000000000000:function:f';

/** A machine of one Task, T. */
export const task = (fields: object = {}) => ({
  StartAt: 'T',
  States: { T: { Type: 'Task', Resource: LAMBDA, End: true, ...fields } },
});

/** A task that never answers. */
export const never = (): Promise<Json> => new Promise(() => undefined);

/** A function that returns its event. */
export const echo: TaskRunner = ({ payload }) => Promise.resolve(payload);

/** A runner whose tasks never answer, and that keeps what it was asked. */
export function keeping(requests: TaskRequest[]): TaskRunner {
  return (request) => {
    requests.push(request);
    return never();
  };
}

/** A definition as the registry would hand it to the engine. */
export function machineOf(definition: object): Machine {
  return {
    arn: 'arn:aws:states:us-east-1:000000000000:stateMachine:m',
    name: 'm',
    definition: parseDefinition(JSON.stringify(definition), { type: 'STANDARD' }),
    roleArn: 'arn:aws:iam::000000000000:role/r',
    type: 'STANDARD',
  };
}

/** Start a machine on a virtual clock of its own. */
export function start(
  definition: object,
  runTask: TaskRunner,
  inputText = '{}',
): { readonly clock: VirtualClock; readonly execution: Execution } {
  const clock = createVirtualClock(START_MS);
  const engine = createEngine({ clock, runTask, host: { random: () => 0.5 } });
  const execution = engine.start({
    machine: machineOf(definition),
    executionArn: 'arn:aws:states:us-east-1:000000000000:execution:m:e',
    name: 'e',
    inputText,
  });
  return { clock, execution };
}
