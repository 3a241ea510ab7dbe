import type { TaskState } from '../definition/state-machine.ts';
import { evaluateTemplate } from '../templates/evaluate-template.ts';
import { effectiveInput, selectPath } from './data-flow.ts';
import { numberOf } from './number-of.ts';
import type { StateView, TaskPlan } from './state-view.ts';

/**
 * What a Task sends to its Resource, and how long it waits for the answer.
 *
 * The paths of the limits are read from the input after InputPath.
 *
 * @throws {EvaluationError} when a path or template does not fit the data
 */
export function planTask(state: TaskState, view: StateView): TaskPlan {
  const scope = view.scope(selectPath(state.inputPath, view.input, view).json);
  const { credentials } = state;
  return {
    kind: 'task',
    resource: state.resource,
    timeoutSeconds: numberOf(scope, 'TimeoutSeconds', {
      value: state.timeoutSeconds,
      path: state.timeoutSecondsPath,
    }),
    heartbeatSeconds: numberOf(scope, 'HeartbeatSeconds', {
      value: state.heartbeatSeconds,
      path: state.heartbeatSecondsPath,
    }),
    credentials: credentials && evaluateTemplate(credentials, scope, view.host, 'Credentials'),
    payload: effectiveInput(state, view),
  };
}
