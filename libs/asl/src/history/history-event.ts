/** Step Functions never truncates what its API returns; the flag is there on every payload. */
export interface PayloadDetails {
  readonly truncated: boolean;
}

interface StateEnteredDetails {
  readonly name: string;
  readonly input: string;
  readonly inputDetails: PayloadDetails;
}

interface StateExitedDetails {
  readonly name: string;
  readonly output: string;
  readonly outputDetails: PayloadDetails;
  /** The variables that the state set, each as JSON text. */
  readonly assignedVariables?: Readonly<Record<string, string>>;
  readonly assignedVariablesDetails?: PayloadDetails;
}

interface EvaluationFailedDetails extends ErrorDetails {
  readonly location?: string;
  readonly state: string;
}

export interface ErrorDetails {
  readonly error?: string;
  readonly cause?: string;
}

export interface OutputDetails {
  readonly output: string;
  readonly outputDetails: PayloadDetails;
}

/** Which service call an event is about: `lambda` and `invoke`, `aws-sdk:s3` and `listBuckets`. */
export interface ServiceCall {
  readonly resourceType: string;
  readonly resource: string;
}

/** Limits and role of a call, as its Scheduled event shows them; what is absent has no key. */
export interface CallLimits {
  readonly timeoutInSeconds?: number;
  readonly heartbeatInSeconds?: number;
  readonly taskCredentials?: { readonly roleArn: string };
}

interface DirectCallScheduledDetails extends CallLimits {
  /** ARN of the Lambda function or of the activity. */
  readonly resource: string;
  readonly input: string;
  readonly inputDetails: PayloadDetails;
}

interface MapIterationDetails {
  readonly name: string;
  readonly index: number;
}

/**
 * The one field of an event that its type calls for, named as in GetExecutionHistory.
 * Payloads and parameters are JSON text. Some types have no details at all.
 */
export interface HistoryEventDetails {
  readonly executionStartedEventDetails?: {
    readonly input: string;
    readonly inputDetails: PayloadDetails;
    readonly roleArn: string;
  };
  readonly executionSucceededEventDetails?: OutputDetails;
  readonly executionFailedEventDetails?: ErrorDetails;
  readonly executionRedrivenEventDetails?: { readonly redriveCount: number };
  readonly executionTimedOutEventDetails?: ErrorDetails;
  readonly executionAbortedEventDetails?: ErrorDetails;
  readonly stateEnteredEventDetails?: StateEnteredDetails;
  readonly stateExitedEventDetails?: StateExitedDetails;
  readonly evaluationFailedEventDetails?: EvaluationFailedDetails;
  readonly taskScheduledEventDetails?: ServiceCall &
    CallLimits & { readonly region: string; readonly parameters: string };
  readonly taskStartedEventDetails?: ServiceCall;
  readonly taskSubmittedEventDetails?: ServiceCall & OutputDetails;
  readonly taskSucceededEventDetails?: ServiceCall & OutputDetails;
  readonly taskFailedEventDetails?: ServiceCall & ErrorDetails;
  readonly taskTimedOutEventDetails?: ServiceCall & ErrorDetails;
  readonly lambdaFunctionScheduledEventDetails?: DirectCallScheduledDetails;
  readonly lambdaFunctionSucceededEventDetails?: OutputDetails;
  readonly lambdaFunctionFailedEventDetails?: ErrorDetails;
  readonly lambdaFunctionTimedOutEventDetails?: ErrorDetails;
  readonly activityScheduledEventDetails?: DirectCallScheduledDetails;
  readonly activityStartedEventDetails?: { readonly workerName?: string };
  readonly activitySucceededEventDetails?: OutputDetails;
  readonly activityFailedEventDetails?: ErrorDetails;
  readonly activityTimedOutEventDetails?: ErrorDetails;
  readonly mapStateStartedEventDetails?: { readonly length: number };
  readonly mapRunStartedEventDetails?: { readonly mapRunArn: string };
  readonly mapRunRedrivenEventDetails?: {
    readonly mapRunArn: string;
    readonly redriveCount: number;
  };
  readonly mapRunFailedEventDetails?: ErrorDetails;
  readonly mapIterationStartedEventDetails?: MapIterationDetails;
  readonly mapIterationSucceededEventDetails?: MapIterationDetails;
  readonly mapIterationFailedEventDetails?: MapIterationDetails;
  readonly mapIterationAbortedEventDetails?: MapIterationDetails;
}

/** What an event says, before it has its place in a history. */
export interface EventBody {
  /** `PassStateEntered`, `LambdaFunctionScheduled`, `ExecutionFailed` and so on. */
  readonly type: string;
  readonly details?: HistoryEventDetails;
}

/**
 * One event of an execution's history, as Step Functions writes it, with the time as a number.
 *
 * `id` counts from 1 without gaps. `previousEventId` follows the branch that the event belongs to,
 * so it is not always `id - 1`; 0 stands for "none".
 * Source: API reference, GetExecutionHistory, HistoryEvent.
 */
export interface HistoryEvent extends HistoryEventDetails {
  readonly id: number;
  readonly previousEventId: number;
  /** `PassStateEntered`, `LambdaFunctionScheduled`, `ExecutionFailed` and so on. */
  readonly type: string;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly timestampMs: number;
}
