import type { Payload } from '../payload.ts';
import type { TaskResource } from '../states/task-resource.ts';
import { inputFields, outputFields } from './event-fields.ts';
import type { CallLimits, ErrorDetails, EventBody, ServiceCall } from './history-event.ts';

/** What is called with what, and with which limits. Region is that of the execution. */
export function taskScheduled(
  target: TaskResource,
  payload: Payload,
  { region, limits }: { readonly region: string; readonly limits: CallLimits },
): EventBody {
  if (target.kind === 'service') {
    const call = { ...serviceCall(target), region, parameters: payload.text, ...limits };
    return { type: 'TaskScheduled', details: { taskScheduledEventDetails: call } };
  }
  const call = { resource: target.arn, ...inputFields(payload.text), ...limits };
  return target.kind === 'lambda'
    ? { type: 'LambdaFunctionScheduled', details: { lambdaFunctionScheduledEventDetails: call } }
    : { type: 'ActivityScheduled', details: { activityScheduledEventDetails: call } };
}

/** The call is under way; `workerName` is that of an activity's worker, who may have none. */
export function taskStarted(target: TaskResource, workerName?: string): EventBody {
  if (target.kind === 'lambda') return { type: 'LambdaFunctionStarted' };
  if (target.kind === 'service') {
    return { type: 'TaskStarted', details: { taskStartedEventDetails: serviceCall(target) } };
  }
  const worker = workerName === undefined ? {} : { workerName };
  return { type: 'ActivityStarted', details: { activityStartedEventDetails: worker } };
}

/** The service accepted a `.sync` or `.waitForTaskToken` call, and this was its answer. */
export function taskSubmitted(target: TaskResource, output: Payload): EventBody {
  const details = { ...outputFields(output.text), ...serviceCall(target) };
  return { type: 'TaskSubmitted', details: { taskSubmittedEventDetails: details } };
}

/** The task has its result. */
export function taskSucceeded(target: TaskResource, output: Payload): EventBody {
  const fields = outputFields(output.text);
  const service = { ...fields, ...serviceCall(target) };
  switch (target.kind) {
    case 'lambda':
      return {
        type: 'LambdaFunctionSucceeded',
        details: { lambdaFunctionSucceededEventDetails: fields },
      };
    case 'activity':
      return { type: 'ActivitySucceeded', details: { activitySucceededEventDetails: fields } };
    case 'service':
      return { type: 'TaskSucceeded', details: { taskSucceededEventDetails: service } };
  }
}

/** The task has failed; error and cause may both be absent. */
export function taskFailed(target: TaskResource, error: ErrorDetails): EventBody {
  const service = { ...error, ...serviceCall(target) };
  switch (target.kind) {
    case 'lambda':
      return {
        type: 'LambdaFunctionFailed',
        details: { lambdaFunctionFailedEventDetails: error },
      };
    case 'activity':
      return { type: 'ActivityFailed', details: { activityFailedEventDetails: error } };
    case 'service':
      return { type: 'TaskFailed', details: { taskFailedEventDetails: service } };
  }
}

/** The task took too long, or its heartbeat did not come. */
export function taskTimedOut(target: TaskResource, error: ErrorDetails): EventBody {
  const service = { ...error, ...serviceCall(target) };
  switch (target.kind) {
    case 'lambda':
      return {
        type: 'LambdaFunctionTimedOut',
        details: { lambdaFunctionTimedOutEventDetails: error },
      };
    case 'activity':
      return { type: 'ActivityTimedOut', details: { activityTimedOutEventDetails: error } };
    case 'service':
      return { type: 'TaskTimedOut', details: { taskTimedOutEventDetails: service } };
  }
}

function serviceCall(target: TaskResource): ServiceCall {
  return target.kind === 'service'
    ? { resourceType: target.resourceType, resource: target.resource }
    : { resourceType: '', resource: target.arn };
}
