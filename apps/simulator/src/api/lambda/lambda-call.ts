import type { IncomingMessage } from 'node:http';
import type { FunctionSpec } from '@pipelines/workflows';
import { functionArn } from '../../arns.ts';
import type { FunctionHost } from '../../functions/function-host.ts';
import { parseFunctionName } from '../../services/function-name.ts';
import { invalidParameter, LambdaError } from './lambda-error.ts';

/** What the operations work on. */
export interface LambdaWorld {
  readonly specs: readonly FunctionSpec[];
  readonly functions: FunctionHost;
  /** There or not. */
  zipPathOf(name: string): string;
  /** Told in one line of errors that nobody else hears of; it holds nothing of an event. */
  onProblem(line: string): void;
}

/** A request, and what an operation needs to answer it. */
export interface LambdaCall extends LambdaWorld {
  readonly request: IncomingMessage;
  readonly query: URLSearchParams;
  /** FunctionName of the path, decoded; empty where the path names none. */
  readonly functionName: string;
  readonly accountId: string;
}

export interface LambdaAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON text, or a stream of bytes. */
  readonly body?: string | NodeJS.ReadableStream;
}

/** An operation of the API. It throws a LambdaError to refuse. */
export type LambdaOperation = (call: LambdaCall) => Promise<LambdaAnswer>;

/** A function that a request means, with its ARN as the request qualifies it. */
export interface FoundFunction {
  readonly spec: FunctionSpec;
  readonly arn: string;
}

const NAME_PATTERN =
  '(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}(-gov)?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?';

/**
 * The function that the path names, by name, `account:function:name` or ARN. Functions of the
 * manifest are in every account, unpublished: `$LATEST` is the one qualifier.
 *
 * @throws {LambdaError} `ValidationException` for a name that is none, `ResourceNotFoundException`
 */
export function requireFunction({
  functionName,
  query,
  specs,
  accountId,
}: LambdaCall): FoundFunction {
  const parsed = parseFunctionName(functionName);
  if (!parsed) {
    const constraint = `Member must satisfy regular expression pattern: ${NAME_PATTERN}`;
    throw invalidParameter('functionName', functionName, constraint);
  }
  const isQualified = functionName.endsWith(`:${parsed.qualifier}`);
  const qualifier = query.get('Qualifier') ?? (isQualified ? parsed.qualifier : undefined);
  const plainArn = functionArn(parsed.name, parsed.accountId ?? accountId);
  const arn = qualifier === undefined ? plainArn : `${plainArn}:${qualifier}`;
  const spec = specs.find(({ name }) => name === parsed.name);
  if (spec && (qualifier ?? '$LATEST') === '$LATEST') return { spec, arn };
  throw new LambdaError('ResourceNotFoundException', `Function not found: ${arn}`);
}
