import type { Json, JsonObject } from '@pipelines/core';
import type { Frame, ExecutionState } from '../machine/execution-state.ts';
import { formatTimestamp } from '../timestamps/format-timestamp.ts';

/** The states whose context has `State.RetryCount`: those that may have a Retry. */
const RETRIABLE: ReadonlySet<string> = new Set(['Task', 'Parallel', 'Map']);

/**
 * The context object, what `$$` means, for the state that `frame` is in.
 *
 * Times are ISO-8601 in UTC with milliseconds. `State.RetryCount` exists only where Retry can,
 * `Map.Item` only inside a Map, `Task.Token` only for a task whose result comes later.
 * Source: Step Functions developer guide, "Accessing execution data from the context object"
 */
export function contextObject(
  execution: Pick<ExecutionState, 'settings' | 'startMs' | 'input' | 'redriveCount' | 'redriveMs'>,
  frame: Frame,
  mapItem: Frame['mapItem'] = frame.mapItem,
): JsonObject {
  const { settings, startMs, input, redriveCount, redriveMs } = execution;
  const context: JsonObject = {
    Execution: {
      Id: settings.executionArn,
      Input: input.json,
      StartTime: formatTimestamp(startMs),
      Name: settings.executionName,
      RoleArn: settings.roleArn,
      RedriveCount: redriveCount,
      ...(redriveCount > 0 && { RedriveTime: formatTimestamp(redriveMs) }),
    },
    StateMachine: { Id: settings.machineArn, Name: settings.machineName },
    State: stateContext(frame),
  };
  if (mapItem) context['Map'] = { Item: { Index: mapItem.index, Value: mapItem.value } };
  if (frame.taskToken !== undefined) context['Task'] = { Token: frame.taskToken };
  return context;
}

function stateContext(frame: Frame): Json {
  const state: JsonObject = {
    Name: frame.stateName,
    EnteredTime: formatTimestamp(frame.enteredMs),
  };
  const type = frame.graph.states[frame.stateName]?.type;
  if (type !== undefined && RETRIABLE.has(type)) state['RetryCount'] = frame.retryCount;
  return state;
}
