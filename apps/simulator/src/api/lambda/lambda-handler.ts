import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { PipelineError } from '@pipelines/core';
import { callerAccount } from '../caller-account.ts';
import { placeOfError } from '../place-of-error.ts';
import { createFunction, deleteFunction, updateFunctionCode } from './created-operations.ts';
import { downloadCode, getFunction, getFunctionConfiguration } from './get-function.ts';
import { invoke } from './invoke.ts';
import type { LambdaAnswer, LambdaOperation, LambdaWorld } from './lambda-call.ts';
import { LambdaError } from './lambda-error.ts';
import { listFunctions } from './list-functions.ts';

const ROOT = '/2015-03-31/functions';
/** By method and what follows the name of a function. */
const OPERATIONS: Readonly<Record<string, LambdaOperation>> = {
  'POST invocations': invoke,
  'GET ': getFunction,
  'GET configuration': getFunctionConfiguration,
  'GET code': downloadCode,
  'PUT code': updateFunctionCode,
  'DELETE ': deleteFunction,
};

/** Answers requests of the Lambda API (REST, JSON) for the functions of the repository and of clients. */
export function createLambdaHandler(world: LambdaWorld): RequestListener {
  return (request, response) => {
    if (request.headers.expect !== undefined) response.writeContinue();
    answer(request, world)
      .catch((thrown: unknown) => refusal(thrown, world))
      .then((given) => send(response, given))
      .catch(() => response.destroy())
      // A sender that was refused in the middle of its body gets to reading the answer.
      .finally(() => request.resume());
  };
}

async function answer(request: IncomingMessage, world: LambdaWorld): Promise<LambdaAnswer> {
  const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://localhost');
  const [encodedName = '', ...rest] = pathname.slice(ROOT.length + 1).split('/');
  const functionName = decode(encodedName);
  const accountId = callerAccount(request.headers.authorization);
  const operation = findOperation(`${request.method} ${rest.join('/')}`, functionName);
  return operation({ ...world, request, query, functionName, accountId });
}

function findOperation(name: string, functionName: string): LambdaOperation {
  if (functionName === '' && name === 'GET ') return listFunctions;
  if (functionName === '' && name === 'POST ') return createFunction;
  const isKnown = functionName !== '' && Object.hasOwn(OPERATIONS, name);
  const operation = isKnown ? OPERATIONS[name] : undefined;
  if (operation) return operation;
  throw new LambdaError(
    'UnknownOperationException',
    'The simulator’s Lambda has Invoke, ListFunctions, GetFunction, GetFunctionConfiguration, CreateFunction, UpdateFunctionCode and DeleteFunction.',
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new LambdaError('InvalidParameterValueException', 'The path is not UTF-8.');
  }
}

/** An engine or a zip that is not to be had says so itself; all else is a fault of this code. */
function refusal(thrown: unknown, world: LambdaWorld): LambdaAnswer {
  if (!(thrown instanceof PipelineError)) {
    world.onProblem(`The simulator failed: ${placeOfError(thrown)}`);
  }
  const message =
    thrown instanceof PipelineError ? thrown.message : 'The simulator failed; see its output.';
  const error =
    thrown instanceof LambdaError ? thrown : new LambdaError('ServiceException', message);
  return {
    status: error.status,
    headers: { 'x-amzn-ErrorType': error.code },
    body: JSON.stringify({
      Type: error.status >= 500 ? 'Service' : 'User',
      // Lambda writes the member in both ways; the SDKs read both.
      [error.code === 'ResourceNotFoundException' ? 'Message' : 'message']: error.message,
    }),
  };
}

async function send(response: ServerResponse, { status, headers, body }: LambdaAnswer) {
  const length = typeof body === 'string' ? { 'Content-Length': Buffer.byteLength(body) } : {};
  response.writeHead(status, {
    'x-amzn-RequestId': randomUUID(),
    'Content-Type': 'application/json',
    ...length,
    ...headers,
  });
  if (body === undefined || typeof body === 'string') response.end(body);
  else await pipeline(body, response);
}
