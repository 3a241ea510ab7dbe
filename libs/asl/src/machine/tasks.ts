import { isJsonObject, type Json } from '@pipelines/core';
import type { TaskState } from '../definition/state-machine.ts';
import {
  failedEvent,
  scheduledEvent,
  startedEvent,
  submittedEvent,
  succeededEvent,
  timedOutEvent,
  type CallLimits,
  type TaskEvent,
} from '../history/task-events.ts';
import { applyResult } from '../states/data-flow.ts';
import { failureWith, tooLargeFailure, type Failure } from '../states/failure.ts';
import type { TaskPlan } from '../states/state-view.ts';
import { parseTaskResource, type TaskResource } from '../states/task-resource.ts';
import type { TaskCall } from './effect.ts';
import type { Frame, TaskPhase } from './execution-state.ts';
import { evaluating, exitState, failState, stateOf } from './exit-state.ts';
import { isTooLarge, toPayload } from '../payload.ts';
import {
  cancelTaskTimers,
  errorDetails,
  frameOfHandle,
  newHandle,
  recordOn,
  updateFrame,
  type Run,
} from './run.ts';
import { viewOf } from './view-of.ts';

const TIMEOUT: Failure = { kind: 'error', error: 'States.Timeout', cause: undefined };

/** A frame that waits for a task, with the definition of what it waits for. */
interface Waiting {
  readonly frame: Frame;
  readonly phase: TaskPhase;
  readonly state: TaskState;
  readonly target: TaskResource;
}

/** Schedule the call of a Task state and start its clocks. */
export function startTask(run: Run, frame: Frame, state: TaskState, plan: TaskPlan): void {
  if (isTooLarge(plan.payload.text)) {
    failState(run, frame, tooLargeFailure(frame.stateName, 'limit'));
    return;
  }
  const target = parseTaskResource(state.resource);
  const { region } = run.before.settings;
  const options = { region, limits: callLimits(plan) };
  let started = recordTask(run, frame, scheduledEvent(target, plan.payload, options));
  // An activity's task starts when a worker takes it.
  if (target.kind !== 'activity') started = recordTask(run, started, startedEvent(target));
  const taskId = newHandle(run, started);
  run.effects.push({ type: 'runTask', call: taskCall(taskId, started, state, plan) });
  const phase: TaskPhase = {
    kind: 'task',
    taskId,
    timeoutTimerId: setTimer(run, started, plan.timeoutSeconds),
    heartbeatTimerId: setTimer(run, started, plan.heartbeatSeconds),
    heartbeatSeconds: plan.heartbeatSeconds,
  };
  updateFrame(run, started, { phase });
}

export function taskStarted(run: Run, taskId: string, workerName?: string): void {
  const waiting = findWaiting(run, taskId);
  if (waiting) recordTask(run, waiting.frame, startedEvent(waiting.target, workerName));
}

export function taskSubmitted(run: Run, taskId: string, output: Json): void {
  const waiting = findWaiting(run, taskId);
  if (waiting) recordTask(run, waiting.frame, submittedEvent(waiting.target, toPayload(output)));
}

/** A sign of life: the heartbeat's clock starts again. */
export function taskHeartbeat(run: Run, taskId: string): void {
  const waiting = findWaiting(run, taskId);
  if (waiting?.phase.heartbeatTimerId === undefined) return;
  const { frame, phase } = waiting;
  run.effects.push({ type: 'cancelTimer', timerId: waiting.phase.heartbeatTimerId });
  const heartbeatTimerId = setTimer(run, frame, phase.heartbeatSeconds);
  updateFrame(run, frame, { phase: { ...phase, heartbeatTimerId } });
}

/** Take a task's result; one over the size limit is the failure of the task. */
export function taskSucceeded(run: Run, taskId: string, output: Json): void {
  const waiting = findWaiting(run, taskId);
  if (!waiting) return;
  const { phase, state, target } = waiting;
  const result = toPayload(output);
  if (isTooLarge(result.text)) {
    const name = target.kind === 'service' ? target.resourceType : target.arn;
    endTask(run, waiting, tooLargeFailure(name, 'error'));
    return;
  }
  cancelTaskTimers(run, phase);
  const frame = recordTask(run, waiting.frame, succeededEvent(target, result));
  const left = updateFrame(run, frame, { phase: { kind: 'starting' } });
  evaluating(run, left, () => {
    exitState(run, left, applyResult(state, result, viewOf(run, left)), state.next);
  });
}

/** Take a task's failure; a runner that reports States.Timeout means a timeout. */
export function taskFailed(
  run: Run,
  taskId: string,
  { error, cause }: { readonly error: string | undefined; readonly cause: string | undefined },
): void {
  const waiting = findWaiting(run, taskId);
  if (waiting) endTask(run, waiting, failureWith(error, cause));
}

/** A task's time is over: tell the task, then fail the state with States.Timeout. */
export function taskTimerFired(run: Run, frame: Frame, phase: TaskPhase, timerId: string): void {
  const waiting = findWaiting(run, phase.taskId);
  if (!waiting || ![phase.timeoutTimerId, phase.heartbeatTimerId].includes(timerId)) return;
  run.effects.push({ type: 'cancelTask', taskId: phase.taskId });
  const isHeartbeat = timerId === phase.heartbeatTimerId;
  endTask(run, waiting, isHeartbeat ? { ...TIMEOUT, kind: 'heartbeat' } : TIMEOUT);
}

function endTask(run: Run, waiting: Waiting, failure: Failure): void {
  cancelTaskTimers(run, waiting.phase);
  const eventOf = failure.error === TIMEOUT.error ? timedOutEvent : failedEvent;
  const frame = recordTask(run, waiting.frame, eventOf(waiting.target, errorDetails(failure)));
  failState(run, updateFrame(run, frame, { phase: { kind: 'starting' } }), failure);
}

function findWaiting(run: Run, taskId: string): Waiting | undefined {
  const frame = frameOfHandle(run, taskId);
  if (frame?.phase.kind !== 'task' || frame.phase.taskId !== taskId) return undefined;
  const state = stateOf(frame);
  if (state.type !== 'Task') return undefined;
  return { frame, phase: frame.phase, state, target: parseTaskResource(state.resource) };
}

function recordTask(run: Run, frame: Frame, { type, details }: TaskEvent): Frame {
  return recordOn(run, frame, type, details);
}

function setTimer(run: Run, frame: Frame, seconds: number | undefined): string | undefined {
  if (seconds === undefined) return undefined;
  const timerId = newHandle(run, frame);
  run.effects.push({ type: 'setTimer', timerId, dueAtMs: run.nowMs + seconds * 1000 });
  return timerId;
}

function taskCall(taskId: string, frame: Frame, state: TaskState, plan: TaskPlan): TaskCall {
  const { timeoutSeconds, heartbeatSeconds, credentials } = plan;
  return {
    taskId,
    stateName: frame.stateName,
    resource: state.resource,
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
