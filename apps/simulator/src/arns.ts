/** The simulator is one region. Clients may send any; the ARNs that it gives out have this one. */
export const REGION = 'us-east-1';
/** The account of callers whose access key id is not itself an account number. */
export const DEFAULT_ACCOUNT = '000000000000';

/** `arn:aws:lambda:us-east-1:000000000000:function:etl-pipeline-function` */
export function functionArn(name: string, accountId: string = DEFAULT_ACCOUNT): string {
  return `arn:aws:lambda:${REGION}:${accountId}:function:${name}`;
}

/** `arn:aws:states:us-east-1:000000000000:stateMachine:etl-pipeline` */
export function machineArn(name: string, accountId: string = DEFAULT_ACCOUNT): string {
  return `arn:aws:states:${REGION}:${accountId}:stateMachine:${name}`;
}

/** `arn:aws:states:us-east-1:000000000000:activity:approve` */
export function activityArn(name: string, accountId: string): string {
  return `arn:aws:states:${REGION}:${accountId}:activity:${name}`;
}

/** `arn:aws:states:us-east-1:000000000000:execution:etl-pipeline:<name>`; express ones differ. */
export function executionArn(
  machine: { readonly accountId: string; readonly name: string; readonly isExpress: boolean },
  executionName: string,
  startId: string,
): string {
  const prefix = `arn:aws:states:${REGION}:${machine.accountId}`;
  if (machine.isExpress) return `${prefix}:express:${machine.name}:${executionName}:${startId}`;
  return `${prefix}:execution:${machine.name}:${executionName}`;
}

/** The parts of a Step Functions ARN, or undefined for any other text. */
export interface StatesArn {
  readonly accountId: string;
  /** `stateMachine`, `execution`, `express`, `activity` … */
  readonly resourceType: string;
  /** What follows the type: machine name; for executions then `:` and the execution's name. */
  readonly names: readonly string[];
}

/** Take a Step Functions ARN apart. Undefined when it is none. */
export function parseStatesArn(text: string): StatesArn | undefined {
  const [arn, partition, service, region, accountId, resourceType, ...names] = text.split(':');
  if (arn !== 'arn' || !partition?.startsWith('aws') || service !== 'states') return undefined;
  if (!region || !accountId || !resourceType || names.length === 0) return undefined;
  return { accountId, resourceType, names };
}
