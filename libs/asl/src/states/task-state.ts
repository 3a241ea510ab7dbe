import type { Json } from '@pipelines/core';
import type { TaskState } from '../definition/state-machine.ts';
import { evaluateTemplate } from '../templates/evaluate-template.ts';
import { effectiveInput, selectPath } from './data-flow.ts';
import { runtimeError } from './failure.ts';
import { fillField } from './jsonata-flow.ts';
import { numberOf, type NumberSource } from './number-of.ts';
import type { StateView, TaskPlan } from './state-view.ts';
import { parseTaskResource } from './task-resource.ts';

/**
 * What a Task sends to its Resource, and how long it waits for the answer.
 *
 * The paths of the limits are read from the input after InputPath.
 *
 * @throws {EvaluationError} when a path or template does not fit the data
 */
export function planTask(state: TaskState, view: StateView): TaskPlan {
  assertActivityExists(state.resource, view);
  const isJsonata = state.queryLanguage === 'JSONata';
  const input = isJsonata ? view.input : selectPath(state.inputPath, view.input, view);
  const source = { scope: view.scope(input.json), view };
  const payload = effectiveInput(state, view);
  return {
    kind: 'task',
    resource: state.resource,
    timeoutSeconds: numberOf(source, 'TimeoutSeconds', {
      value: state.timeoutSeconds,
      path: state.timeoutSecondsPath,
    }),
    heartbeatSeconds: numberOf(source, 'HeartbeatSeconds', {
      value: state.heartbeatSeconds,
      path: state.heartbeatSecondsPath,
    }),
    credentials: credentialsOf(state, source),
    payload,
  };
}

function assertActivityExists(resource: string, { host }: StateView): void {
  const { kind } = parseTaskResource(resource);
  if (kind !== 'activity' || host.activityExists?.(resource) !== false) return;
  throw runtimeError(`The activity ${resource} does not exist.`);
}

function credentialsOf(state: TaskState, { scope, view }: NumberSource): Json | undefined {
  const { credentials } = state;
  if (!credentials) return undefined;
  if (state.queryLanguage === 'JSONPath') {
    return evaluateTemplate(credentials, scope, view.host, 'Credentials');
  }
  return fillField('Credentials', credentials, { states: { input: view.input.json }, view });
}
