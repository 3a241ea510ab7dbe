import type { IncomingMessage } from 'node:http';
import type { JsonObject } from '@pipelines/core';
import type { FunctionSpec } from '@pipelines/workflows';
import { functionArn } from '../../arns.ts';
import type { CreatedFunction, CreatedFunctions } from '../../functions/created-functions.ts';
import type { FunctionHost } from '../../functions/function-host.ts';
import { parseFunctionName } from '../../services/function-name.ts';
import { invalidParameter, LambdaError } from './lambda-error.ts';

/** What the operations work on. */
export interface LambdaWorld {
  /** Of the manifest; they are in every account. */
  readonly specs: readonly FunctionSpec[];
  /** Those that clients created. */
  readonly created: CreatedFunctions;
  /** Whether clients may create functions, and change theirs. */
  readonly takesFunctions: boolean;
  readonly functions: FunctionHost;
  /** Of a function of the manifest, there or not. */
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
  readonly spec: FunctionSpec | CreatedFunction;
  /** Undefined for a function of the manifest. */
  readonly created?: CreatedFunction | undefined;
  readonly arn: string;
  /** `account:function:name`, by which the host knows it, too. */
  readonly fullName: string;
}

const NAME_PATTERN =
  '(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}(-gov)?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?';

/**
 * What a FunctionName says: by name, `account:function:name` or ARN.
 *
 * @param callerId - the account of a name that has none
 * @throws {LambdaError} `ValidationException` for a name that is none
 */
export function nameOf(
  functionName: string,
  callerId: string,
): { readonly name: string; readonly accountId: string; readonly qualifier: string | undefined } {
  const parsed = parseFunctionName(functionName);
  if (!parsed) {
    const constraint = `Member must satisfy regular expression pattern: ${NAME_PATTERN}`;
    throw invalidParameter('functionName', functionName, constraint);
  }
  const { name, accountId = callerId, qualifier } = parsed;
  const isQualified = functionName.endsWith(`:${qualifier}`);
  return { name, accountId, qualifier: isQualified ? qualifier : undefined };
}

/**
 * The function that the path names. Functions of the manifest are in every account; none has
 * versions: `$LATEST` is the one qualifier.
 *
 * @throws {LambdaError} `ValidationException` for a name that is none, `ResourceNotFoundException`
 */
export function requireFunction(call: LambdaCall): FoundFunction {
  const { name, accountId, ...named } = nameOf(call.functionName, call.accountId);
  const qualifier = call.query.get('Qualifier') ?? named.qualifier;
  const plainArn = functionArn(name, accountId);
  const arn = qualifier === undefined ? plainArn : `${plainArn}:${qualifier}`;
  const row = call.specs.find((one) => one.name === name);
  const created = row ? undefined : call.created.read(accountId, name);
  const spec = row ?? created;
  if (spec && (qualifier ?? '$LATEST') === '$LATEST') {
    return { spec, created, arn, fullName: `${accountId}:function:${name}` };
  }
  throw new LambdaError('ResourceNotFoundException', `Function not found: ${arn}`);
}

/** An answer in JSON. */
export function jsonAnswer(body: JsonObject, status = 200): LambdaAnswer {
  return { status, body: JSON.stringify(body) };
}
