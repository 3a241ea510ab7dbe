/**
 * What the Resource of a Task state names, as the history tells them apart.
 *
 * A Lambda function's or an activity's own ARN is called directly and has its own event types.
 * Everything else is a service integration: `arn:aws:states:::aws-sdk:s3:listBuckets.waitForTaskToken`
 * is type `aws-sdk:s3`, resource `listBuckets.waitForTaskToken`.
 */
export type TaskResource =
  | { readonly kind: 'lambda'; readonly arn: string }
  | { readonly kind: 'activity'; readonly arn: string }
  | {
      readonly kind: 'service';
      readonly arn: string;
      readonly resourceType: string;
      readonly resource: string;
      readonly pattern: 'request' | 'sync' | 'waitForTaskToken';
    };

const LAMBDA_ARN = /^arn:[^:]*:lambda:/;
const ACTIVITY_ARN = /^arn:[^:]*:states:[^:]+:[^:]+:activity:/;
const INTEGRATION_ARN = /^arn:[^:]*:states:[^:]*:[^:]*:((?:aws-sdk:)?[^:]+):(.+)$/;

/** Take a Resource apart. Anything that looks like no ARN is a service call of that name. */
export function parseTaskResource(arn: string): TaskResource {
  if (LAMBDA_ARN.test(arn)) return { kind: 'lambda', arn };
  if (ACTIVITY_ARN.test(arn)) return { kind: 'activity', arn };
  const [, resourceType = arn, resource = ''] = INTEGRATION_ARN.exec(arn) ?? [];
  return { kind: 'service', arn, resourceType, resource, pattern: patternOf(resource) };
}

function patternOf(resource: string): 'request' | 'sync' | 'waitForTaskToken' {
  if (resource.endsWith('.waitForTaskToken')) return 'waitForTaskToken';
  return /\.sync(:\d+)?$/.test(resource) ? 'sync' : 'request';
}
