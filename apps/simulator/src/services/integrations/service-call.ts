import type { TaskRequest } from '@pipelines/asl-runtime';
import type { Json } from '@pipelines/core';

/** A Resource such as `arn:aws:states:::states:startExecution.sync:2`, taken apart. */
export interface ServiceCall {
  /** `states`, `sqs` …; `aws-sdk:s3` for the calls that AWS passes on as they are. */
  readonly service: string;
  /** `startExecution` */
  readonly action: string;
  /** When the task ends: with the answer, with the job that it began, or with its token. */
  readonly pattern: CallPattern;
}

export type CallPattern = 'request' | 'sync' | 'sync:2' | 'waitForTaskToken';

/** Runs the calls of one service. Undefined for a call that it does not know. */
export type Integration = (call: ServiceCall, request: TaskRequest) => Promise<Json> | undefined;

const INTEGRATION_ARN =
  /^arn:aws[a-z-]*:states:[^:]*:[^:]*:((?:aws-sdk:)?[^:.]+):([^:.]+)(?:\.(sync(?::2)?|waitForTaskToken))?$/;

/** Take the Resource of a service integration apart. Undefined for any other text. */
export function parseServiceCall(resource: string): ServiceCall | undefined {
  const [, service, action, pattern] = INTEGRATION_ARN.exec(resource) ?? [];
  if (service === undefined || action === undefined) return undefined;
  return { service, action, pattern: (pattern as CallPattern | undefined) ?? 'request' };
}
