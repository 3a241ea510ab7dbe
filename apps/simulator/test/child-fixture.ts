import type { Execution } from '@pipelines/asl-runtime';
import type { Json } from '@pipelines/core';
import { openVirtualServices } from './integration-fixture.ts';
import { makeMachine } from './registry-fixture.ts';

const account = 'us-east-1:000000000000';
export const START = 'arn:aws:states:::states:startExecution';
export const childArn = `arn:aws:states:${account}:stateMachine:child`;
/** The execution that a state starts by {@link parametersOf}. */
export const runArn = `arn:aws:states:${account}:execution:child:one`;
/** When the clock of {@link openWith} stands. */
export const startMs = 1_737_383_400_000;

export function typesOf(execution: Execution): readonly string[] {
  return execution.history().map(({ type }) => type);
}

export function jsonOf(text: string | undefined): Json {
  return JSON.parse(text ?? '') as Json;
}

/** Parameters of a state that starts the child. */
export function parametersOf(more: Readonly<Record<string, Json>> = {}) {
  return { StateMachineArn: childArn, Name: 'one', ...more };
}

/** Services with a machine of these states, named `child`. */
export function openWith(states: Readonly<Record<string, Json>>, type?: 'EXPRESS') {
  const services = openVirtualServices();
  makeMachine(services.registry, states, { name: 'child', ...(type && { type }) });
  const runToEnd = (state: Readonly<Record<string, Json>>) => {
    const execution = services.start(state);
    return services.clock.runUntil(execution.done).then((result) => ({ ...result, execution }));
  };
  return { ...services, runToEnd };
}
