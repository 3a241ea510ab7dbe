import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, expect } from '@jest/globals';
import { systemClock } from '@pipelines/core';
import { functions as manifest, type FunctionSpec } from '@pipelines/workflows';
import { ZipFile } from 'yazl';
import { openFrontDoor, type FrontDoor } from '../src/api/front-door.ts';
import type { LambdaWorld } from '../src/api/lambda/lambda-call.ts';
import { createLambdaHandler } from '../src/api/lambda/lambda-handler.ts';
import { createFunctions, type Functions } from '../src/create-functions.ts';
import { createCreatedFunctions } from '../src/functions/created-functions.ts';
import { functionFixture } from './function-fixture.ts';
import { specOf } from './function-zip.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Of those who create functions. */
export const CLIENT_ACCOUNT = '111111111111';
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

/** Lambda APIs of one test file; their servers are closed after each test. */
function lambdaServers() {
  const doors: FrontDoor[] = [];
  let problems: string[] = [];
  afterEach(async () => {
    await Promise.all(doors.splice(0).map((door) => door.close()));
    expect(problems.splice(0)).toEqual([]);
  });
  return async (world: Omit<LambdaWorld, 'onProblem'>) => {
    const door = await openFrontDoor({ port: 0 });
    doors.push(door);
    problems = [];
    door.mount(
      'lambda',
      createLambdaHandler({ ...world, onProblem: (line) => problems.push(line) }),
    );
    door.allMounted();
    const send = async (resource: string, init: RequestInit = {}): Promise<LambdaAnswer> => {
      const response = await fetch(`${door.url}${LAMBDA_ROOT}${resource}`, init);
      const text = await response.text();
      const body: unknown = text === '' ? undefined : JSON.parse(text);
      return { status: response.status, headers: response.headers, body };
    };
    return { url: door.url, send };
  };
}

/** The Lambda API of one test file, with functions of the manifest. */
export function lambdaApi() {
  const functions = functionFixture();
  const open = lambdaServers();
  /** The API of a function `demo` with this code; other functions are not built. */
  const serve = async (code = ECHO, others: readonly FunctionSpec[] = []) => {
    const host = await functions.hostOf(code);
    const { url, send } = await open({
      specs: [specOf(), ...others],
      created: createCreatedFunctions(path.join(functions.folder, 'created'), {
        bundlesRoot: path.join(functions.folder, 'bundles'),
        now: Date.now,
      }),
      takesFunctions: true,
      functions: host,
      zipPathOf: (name) => (name === 'demo' ? host.zipPath : path.join(functions.folder, name)),
    });
    const invoke = (event: unknown, headers: Record<string, string> = {}, name = 'demo') =>
      send(`/${encodeURIComponent(name)}/invocations`, {
        method: 'POST',
        headers,
        body: typeof event === 'string' ? event : JSON.stringify(event),
      });
    return { url, zipPath: host.zipPath, send, invoke };
  };
  return { folder: functions.folder, serve };
}

/** A refusal: its status, its code and its body. */
export function errorOf({ status, headers, body }: LambdaAnswer) {
  return { status, code: headers.get('x-amzn-errortype'), body };
}

/** The Lambda API of one test file, on a data folder in which clients create functions. */
export function clientFunctions() {
  const folder = temporaryFolder();
  const hosts: Functions[] = [];
  const open = lambdaServers();
  afterEach(async () => {
    await Promise.all(hosts.splice(0).map(({ host }) => host.stop()));
  });
  /** Every call opens the same folder, or another one below it. */
  const serve = async ({ data = 'data', takesFunctions = true } = {}) => {
    const dataDir = path.join(folder, data);
    const functions = createFunctions({
      dataDir,
      clock: systemClock,
      maxWorkers: 4,
      zipPathOf: (name) => path.join(folder, `${name}.zip`),
      environmentOf: async () => ({}),
    });
    hosts.push(functions);
    const { host, created } = functions;
    const { url, send } = await open({
      specs: manifest,
      created,
      takesFunctions,
      functions: host,
      zipPathOf: (name) => path.join(folder, `${name}.zip`),
    });
    const as = (accountId: string, method: string, resource: string, members?: unknown) =>
      send(resource, {
        method,
        headers: {
          Authorization: `AWS4-HMAC-SHA256 Credential=${accountId}/d/r/lambda/aws4_request`,
        },
        ...(members !== undefined && { body: JSON.stringify(members) }),
      });
    const call = (method: string, resource: string, members?: unknown) =>
      as(CLIENT_ACCOUNT, method, resource, members);
    return { dataDir, url, host, created, as, call };
  };
  return { serve };
}

/** A zip of these files, as a request holds it. */
export async function zipText(files: Readonly<Record<string, string>>): Promise<string> {
  const zip = new ZipFile();
  for (const [name, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), name);
  zip.end();
  return (await buffer(zip.outputStream)).toString('base64');
}

const NODE = { 'main.mjs': 'export const run = async (event) => ({ node: event });' };

/** Members of a CreateFunction for a function `mine`, by default one that answers its event. */
export async function newFunction(
  overrides: Readonly<Record<string, unknown>> = {},
  files: Readonly<Record<string, string>> = NODE,
) {
  return {
    FunctionName: 'mine',
    Runtime: 'nodejs22.x',
    Handler: 'main.run',
    Role: 'arn:aws:iam::111111111111:role/any',
    Code: { ZipFile: await zipText(files) },
    ...overrides,
  };
}
