import { isJsonObject, type Json } from '@pipelines/core';
import { errorFields } from '../history/event-fields.ts';
import type { CallLimits } from '../history/history-event.ts';
import * as events from '../history/task-events.ts';
import { isTooLarge, toPayload } from '../payload.ts';
import { applyResult } from '../states/data-flow.ts';
import { failureWith, tooLargeFailure, type Failure } from '../states/failure.ts';
import type { TaskPlan } from '../states/state-view.ts';
import { parseTaskResource, type TaskResource } from '../states/task-resource.ts';
import type { TaskCall } from './effect.ts';
import type { Frame, TaskPhase } from './execution-state.ts';
import { evaluating, exitState, failState, stateOf } from './exit-state.ts';
import { recordOn } from './record.ts';
import { cancelTimers, frameOfHandle, newHandle, setTimer, updateFrame, type Run } from './run.ts';
import { viewOf } from './view-of.ts';

const TIMEOUT: Failure = { kind: 'error', error: 'States.Timeout', cause: undefined };

/** A frame that waits for a task. */
interface Waiting {
  readonly frame: Frame;
  readonly phase: TaskPhase;
  readonly target: TaskResource;
}

/** Schedule the call of a Task state and start its clocks. */
export function startTask(run: Run, frame: Frame, plan: TaskPlan): void {
  if (isTooLarge(plan.payload.text)) {
    failState(run, frame, tooLargeFailure(frame.stateName, 'limit'));
    return;
  }
  const target = parseTaskResource(plan.resource);
  const options = { region: run.before.settings.region, limits: callLimits(plan) };
  let started = recordOn(run, frame, events.taskScheduled(target, plan.payload, options));
  // An activity's task starts when a worker takes it.
  if (target.kind !== 'activity') started = recordOn(run, started, events.taskStarted(target));
  const taskId = newHandle(run, started);
  run.effects.push({ type: 'runTask', call: taskCall(taskId, started, plan) });
  const { heartbeatSeconds } = plan;
  const phase: TaskPhase = {
    kind: 'task',
    taskId,
    timeoutTimerId: setLimit(run, started, plan.timeoutSeconds),
    heartbeatTimerId: setLimit(run, started, heartbeatSeconds),
    heartbeatSeconds,
  };
  updateFrame(run, started, { phase });
}

/** A worker has taken an activity's task. */
export function startActivity(run: Run, taskId: string, workerName?: string): void {
  const waiting = findWaiting(run, taskId);
  if (waiting) recordOn(run, waiting.frame, events.taskStarted(waiting.target, workerName));
}

/** The service has accepted a call whose result comes later. */
export function submitTask(run: Run, taskId: string, output: Json): void {
  const waiting = findWaiting(run, taskId);
  if (!waiting) return;
  recordOn(run, waiting.frame, events.taskSubmitted(waiting.target, toPayload(output)));
}

/** A sign of life: the heartbeat's clock starts again. */
export function beatTask(run: Run, taskId: string): void {
  const { frame, phase } = findWaiting(run, taskId) ?? {};
  if (!frame || !phase || phase.heartbeatTimerId === undefined) return;
  cancelTimers(run, [phase.heartbeatTimerId]);
  const heartbeatTimerId = setLimit(run, frame, phase.heartbeatSeconds);
  updateFrame(run, frame, { phase: { ...phase, heartbeatTimerId } });
}

/** Take a task's result; one over the size limit is the failure of the task. */
export function succeedTask(run: Run, taskId: string, output: Json): void {
  const waiting = findWaiting(run, taskId);
  if (!waiting) return;
  const { phase, target } = waiting;
  const result = toPayload(output);
  if (isTooLarge(result.text)) {
    const name = target.kind === 'service' ? target.resourceType : target.arn;
    endTask(run, waiting, tooLargeFailure(name, 'error'));
    return;
  }
  cancelTimers(run, [phase.timeoutTimerId, phase.heartbeatTimerId]);
  const recorded = recordOn(run, waiting.frame, events.taskSucceeded(target, result));
  const frame = updateFrame(run, recorded, { phase: { kind: 'starting' } });
  const state = stateOf(frame);
  if (state.type !== 'Task') return;
  evaluating(run, frame, () => {
    exitState(run, frame, { ...applyResult(state, result, viewOf(run, frame)), next: state.next });
  });
}

/** Take a task's failure; a runner that reports States.Timeout means a timeout. */
export function failTask(
  run: Run,
  taskId: string,
  { error, cause }: { readonly error: string | undefined; readonly cause: string | undefined },
): void {
  const waiting = findWaiting(run, taskId);
  if (waiting) endTask(run, waiting, failureWith(error, cause));
}

/** A task's time is over: tell the task, then fail the state with States.Timeout. */
export function timeOutTask(run: Run, frame: Frame, timerId: string): void {
  if (frame.phase.kind !== 'task') return;
  const { taskId, timeoutTimerId, heartbeatTimerId } = frame.phase;
  const waiting = findWaiting(run, taskId);
  if (!waiting || (timerId !== timeoutTimerId && timerId !== heartbeatTimerId)) return;
  run.effects.push({ type: 'cancelTask', taskId });
  const kind = timerId === heartbeatTimerId ? 'heartbeat' : 'error';
  endTask(run, waiting, { ...TIMEOUT, kind });
}

function endTask(run: Run, { frame, phase, target }: Waiting, failure: Failure): void {
  cancelTimers(run, [phase.timeoutTimerId, phase.heartbeatTimerId]);
  const isTimeout = failure.error === TIMEOUT.error;
  const eventOf = isTimeout ? events.taskTimedOut : events.taskFailed;
  const recorded = recordOn(run, frame, eventOf(target, errorFields(failure)));
  failState(run, updateFrame(run, recorded, { phase: { kind: 'starting' } }), failure);
}

function findWaiting(run: Run, taskId: string): Waiting | undefined {
  const frame = frameOfHandle(run, taskId);
  if (frame?.phase.kind !== 'task' || frame.phase.taskId !== taskId) return undefined;
  const state = stateOf(frame);
  if (state.type !== 'Task') return undefined;
  return { frame, phase: frame.phase, target: parseTaskResource(state.resource) };
}

function setLimit(run: Run, frame: Frame, seconds: number | undefined): string | undefined {
  return seconds === undefined ? undefined : setTimer(run, frame, run.nowMs + seconds * 1000);
}

function taskCall(taskId: string, frame: Frame, plan: TaskPlan): TaskCall {
  const { timeoutSeconds, heartbeatSeconds, credentials } = plan;
  return {
    taskId,
    stateName: frame.stateName,
    resource: plan.resource,
    payload: plan.payload.json,
    retryCount: frame.retryCount,
    ...(timeoutSeconds !== undefined && { timeoutSeconds }),
    ...(heartbeatSeconds !== undefined && { heartbeatSeconds }),
    ...(credentials !== undefined && { credentials }),
    ...(frame.taskToken !== undefined && { taskToken: frame.taskToken }),
  };
}

function callLimits({ timeoutSeconds, heartbeatSeconds, credentials }: TaskPlan): CallLimits {
  const roleArn = isJsonObject(credentials) ? credentials['RoleArn'] : undefined;
  return {
    ...(timeoutSeconds !== undefined && { timeoutInSeconds: timeoutSeconds }),
    ...(heartbeatSeconds !== undefined && { heartbeatInSeconds: heartbeatSeconds }),
    ...(typeof roleArn === 'string' && { taskCredentials: { roleArn } }),
  };
}
