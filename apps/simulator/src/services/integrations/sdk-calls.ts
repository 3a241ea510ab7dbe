import { TaskFailure, type TaskRequest } from '@pipelines/asl-runtime';
import { isJsonObject, type Json } from '@pipelines/core';
import type { TaskTokens } from '../task-tokens.ts';
import { createPlainIntegration } from './create-plain-integration.ts';
import { sdkFailure } from './sdk-failure.ts';
import { sdkInput, sdkOutput } from './sdk-values.ts';
import type { Integration } from './service-call.ts';

/** The largest result of a state, in bytes; a longer object is not read. */
const LONGEST_RESULT_BYTES = 262_144;

/** An SDK for JavaScript, and a client of it. */
export interface SdkClient {
  /** What the package exports: commands and exceptions. */
  readonly sdk: Readonly<Record<string, unknown>>;
  readonly send: (command: object, signal: AbortSignal) => Promise<object>;
  readonly destroy: () => void;
}

/** A service whose calls are passed on as they are. */
export interface SdkService {
  /** As in its errors: `S3`, `SecretsManager`. */
  readonly name: string;
  /** `getObject` … */
  readonly actions: ReadonlySet<string>;
  /** Starts the service, where it does not run yet. To be destroyed by the caller. */
  readonly open: () => Promise<SdkClient>;
  /** Another code for an answer that has none: HEAD has no body. */
  readonly codeOf?: (action: string, code: string) => string;
}

/**
 * `aws-sdk:s3:*` and the like, against a local endpoint. A call is aborted when its state is.
 *
 * Source: recorded answers and failures of AWS (conformance corpus, categories services and
 * error-handling)
 */
export function createSdkCalls(service: SdkService, tokens: TaskTokens): Integration {
  return createPlainIntegration(tokens, (action) =>
    service.actions.has(action) ? (request) => call(service, action, request) : undefined,
  );
}

async function call(service: SdkService, action: string, request: TaskRequest): Promise<Json> {
  const { sdk, send, destroy } = await service.open();
  try {
    const command = makeCommand(sdk, action, sdkInput(request.payload));
    return await readAnswer(service, await send(command, request.signal));
  } catch (error) {
    throw request.signal.aborted ? error : failureOf(error, { service, action, sdk });
  } finally {
    destroy();
  }
}

function makeCommand(sdk: SdkClient['sdk'], action: string, input: object): object {
  const name = `${action.charAt(0).toUpperCase()}${action.slice(1)}Command`;
  const Command = sdk[name] as new (input: object) => object;
  return new Command(input);
}

async function readAnswer({ name }: SdkService, answer: object): Promise<Json> {
  const { Body: body, ...members } = answer as {
    readonly Body?: { transformToString(): Promise<string>; destroy?(): void };
    readonly ContentLength?: number;
  };
  const output = sdkOutput(members);
  if (body === undefined || !isJsonObject(output)) return output;
  if ((members.ContentLength ?? 0) > LONGEST_RESULT_BYTES) {
    body.destroy?.();
    const text = `The state/task 'aws-sdk:${name.toLowerCase()}' returned a result with a size exceeding the maximum number of bytes service limit.`;
    throw new TaskFailure('States.DataLimitExceeded', text);
  }
  return { ...output, Body: await body.transformToString() };
}

/** What an SDK throws for an answer that is an error. */
interface ServiceError extends Error {
  readonly $fault: unknown;
  readonly $metadata: {
    readonly httpStatusCode?: number;
    readonly requestId?: string;
    readonly extendedRequestId?: string;
  };
}

function failureOf(
  error: unknown,
  where: {
    readonly service: SdkService;
    readonly action: string;
    readonly sdk: SdkClient['sdk'];
  },
): unknown {
  const { service, action, sdk } = where;
  if (!(error instanceof Error) || error instanceof TaskFailure) return error;
  if (!('$fault' in error)) {
    return new TaskFailure(`${service.name}.SdkClientException`, error.message);
  }
  const { name, message, $metadata } = error as ServiceError;
  const code = service.codeOf?.(action, name) ?? name;
  return sdkFailure(service.name, {
    code,
    // The SDK for Java says so where an answer has no words.
    message: code === name ? message : 'null',
    status: $metadata.httpStatusCode ?? 500,
    requestId: $metadata.requestId,
    extendedRequestId: $metadata.extendedRequestId,
    isDeclared: Object.hasOwn(sdk, code),
  });
}
