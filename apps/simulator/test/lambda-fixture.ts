import path from 'node:path';
import { afterEach, expect } from '@jest/globals';
import type { FunctionSpec } from '@pipelines/workflows';
import { openFrontDoor, type FrontDoor } from '../src/api/front-door.ts';
import { createLambdaHandler } from '../src/api/lambda/lambda-handler.ts';
import { functionFixture } from './function-fixture.ts';
import { specOf } from './function-zip.ts';

export const LAMBDA_ROOT = '/2015-03-31/functions';
/** Answers with its event, logs it, and throws when it is told to. */
export const ECHO = `exports.handler = async (event) => {
  console.log('got ' + JSON.stringify(event));
  if (event.fails) throw new RangeError('no such row');
  return { event };
};`;

export interface LambdaAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Of JSON. */
  readonly body: unknown;
}

/** The Lambda API of one test file; its servers are closed after each test. */
export function lambdaApi() {
  const functions = functionFixture();
  const doors: FrontDoor[] = [];
  let problems: string[] = [];
  afterEach(async () => {
    await Promise.all(doors.splice(0).map((door) => door.close()));
    expect(problems.splice(0)).toEqual([]);
  });
  /** The API of a function `demo` with this code; other functions are not built. */
  const serve = async (code = ECHO, others: readonly FunctionSpec[] = []) => {
    const host = await functions.hostOf(code);
    const door = await openFrontDoor({ port: 0 });
    doors.push(door);
    problems = [];
    const handler = createLambdaHandler({
      specs: [specOf(), ...others],
      functions: host,
      zipPathOf: (name) => (name === 'demo' ? host.zipPath : path.join(functions.folder, name)),
      onProblem: (line) => problems.push(line),
    });
    door.mount('lambda', handler);
    door.allMounted();
    const send = async (resource: string, init: RequestInit = {}): Promise<LambdaAnswer> => {
      const response = await fetch(`${door.url}${LAMBDA_ROOT}${resource}`, init);
      const text = await response.text();
      const body: unknown = text === '' ? undefined : JSON.parse(text);
      return { status: response.status, headers: response.headers, body };
    };
    const invoke = (event: unknown, headers: Record<string, string> = {}, name = 'demo') =>
      send(`/${encodeURIComponent(name)}/invocations`, {
        method: 'POST',
        headers,
        body: typeof event === 'string' ? event : JSON.stringify(event),
      });
    return { url: door.url, zipPath: host.zipPath, send, invoke };
  };
  return { folder: functions.folder, serve };
}

/** A refusal: its status, its code and its body. */
export function errorOf({ status, headers, body }: LambdaAnswer) {
  return { status, code: headers.get('x-amzn-errortype'), body };
}
