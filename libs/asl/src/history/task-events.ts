import type { Payload } from '../payload.ts';
import type { TaskResource } from '../states/task-resource.ts';
import type { ErrorDetails, HistoryEventDetails } from './history-event.ts';

const NOT_TRUNCATED = { truncated: false } as const;

/** An event of a task: its type, and its details when it has any. */
export interface TaskEvent {
  readonly type: string;
  readonly details?: HistoryEventDetails;
}

/** Limits and role of a call, as the Scheduled event shows them; absent fields are left out. */
export interface CallLimits {
  readonly timeoutInSeconds?: number;
  readonly heartbeatInSeconds?: number;
  readonly taskCredentials?: { readonly roleArn: string };
}

/** The event that says what is called with what. */
export function scheduledEvent(
  target: TaskResource,
  payload: Payload,
  options: { readonly region: string; readonly limits: CallLimits },
): TaskEvent {
  const { limits, region } = options;
  if (target.kind === 'service') {
    const call = { ...serviceCall(target), region, parameters: payload.text };
    return {
      type: 'TaskScheduled',
      details: { taskScheduledEventDetails: { ...call, ...limits } },
    };
  }
  const input = { input: payload.text, inputDetails: NOT_TRUNCATED };
  const details = { resource: target.arn, ...input, ...limits };
  return target.kind === 'lambda'
    ? { type: 'LambdaFunctionScheduled', details: { lambdaFunctionScheduledEventDetails: details } }
    : { type: 'ActivityScheduled', details: { activityScheduledEventDetails: details } };
}

/** The event that says that the call is under way; `workerName` is an activity worker's. */
export function startedEvent(target: TaskResource, workerName?: string): TaskEvent {
  switch (target.kind) {
    case 'lambda':
      return { type: 'LambdaFunctionStarted' };
    case 'activity':
      return {
        type: 'ActivityStarted',
        details: { activityStartedEventDetails: workerName === undefined ? {} : { workerName } },
      };
    case 'service':
      return {
        type: 'TaskStarted',
        details: { taskStartedEventDetails: serviceCall(target) },
      };
  }
}

/** The event that says that a `.sync` or `.waitForTaskToken` call was accepted. */
export function submittedEvent(target: TaskResource, output: Payload): TaskEvent {
  const details = { output: output.text, outputDetails: NOT_TRUNCATED };
  return {
    type: 'TaskSubmitted',
    details: { taskSubmittedEventDetails: { ...details, ...serviceCall(target) } },
  };
}

export function succeededEvent(target: TaskResource, output: Payload): TaskEvent {
  const details = { output: output.text, outputDetails: NOT_TRUNCATED };
  switch (target.kind) {
    case 'lambda':
      return {
        type: 'LambdaFunctionSucceeded',
        details: { lambdaFunctionSucceededEventDetails: details },
      };
    case 'activity':
      return { type: 'ActivitySucceeded', details: { activitySucceededEventDetails: details } };
    case 'service':
      return {
        type: 'TaskSucceeded',
        details: { taskSucceededEventDetails: { ...details, ...serviceCall(target) } },
      };
  }
}

export function failedEvent(target: TaskResource, details: ErrorDetails): TaskEvent {
  switch (target.kind) {
    case 'lambda':
      return {
        type: 'LambdaFunctionFailed',
        details: { lambdaFunctionFailedEventDetails: details },
      };
    case 'activity':
      return { type: 'ActivityFailed', details: { activityFailedEventDetails: details } };
    case 'service':
      return {
        type: 'TaskFailed',
        details: { taskFailedEventDetails: { ...details, ...serviceCall(target) } },
      };
  }
}

export function timedOutEvent(target: TaskResource, details: ErrorDetails): TaskEvent {
  switch (target.kind) {
    case 'lambda':
      return {
        type: 'LambdaFunctionTimedOut',
        details: { lambdaFunctionTimedOutEventDetails: details },
      };
    case 'activity':
      return { type: 'ActivityTimedOut', details: { activityTimedOutEventDetails: details } };
    case 'service':
      return {
        type: 'TaskTimedOut',
        details: { taskTimedOutEventDetails: { ...details, ...serviceCall(target) } },
      };
  }
}

function serviceCall(target: TaskResource): { resourceType: string; resource: string } {
  return target.kind === 'service'
    ? { resourceType: target.resourceType, resource: target.resource }
    : { resourceType: '', resource: target.arn };
}
