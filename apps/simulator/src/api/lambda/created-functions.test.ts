import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { itWithPython } from '@pipelines/testing';
import { clientFunctions, errorOf, newFunction } from '../../../test/lambda-fixture.ts';

const { serve } = clientFunctions();

const ARN = 'arn:aws:lambda:us-east-1:111111111111:function:mine';
const PYTHON = { 'app.py': 'def run(event, context):\n    return {"python": event}\n' };

describe('CreateFunction', () => {
  it('answers with the configuration of the function, which can be read again', async () => {
    const { call, as, url } = await serve({ data: 'facts' });
    const members = await newFunction({
      Description: 'd',
      Timeout: 7,
      MemorySize: 300,
      EphemeralStorage: { Size: 600 },
      Architectures: ['arm64'],
      Environment: { Variables: { TOPIC: 'x' } },
      Tags: { team: 'a' },
      VpcConfig: { SubnetIds: [] },
    });

    const { status, body } = await call('POST', '', members);

    const zip = Buffer.from(members.Code.ZipFile, 'base64');
    expect(status).toBe(201);
    expect(body).toMatchObject({
      FunctionName: 'mine',
      FunctionArn: ARN,
      Runtime: 'nodejs22.x',
      Role: 'arn:aws:iam::111111111111:role/any',
      Handler: 'main.run',
      CodeSize: zip.length,
      CodeSha256: createHash('sha256').update(zip).digest('base64'),
      Description: 'd',
      Timeout: 7,
      MemorySize: 300,
      EphemeralStorage: { Size: 600 },
      Architectures: ['arm64'],
      Environment: { Variables: { TOPIC: 'x' } },
      Version: '$LATEST',
      State: 'Active',
    });
    expect((await call('GET', '/mine/configuration')).body).toEqual(body);
    const { body: got } = await call('GET', '/mine');
    const { Code } = got as { readonly Code: { readonly Location: string } };
    expect(got).toMatchObject({ Configuration: body, Tags: { team: 'a' } });
    expect(Code.Location).toBe(`${url}/2015-03-31/functions/111111111111:function:mine/code`);
    const bytes = await (await fetch(Code.Location)).arrayBuffer();
    expect(zip.equals(Buffer.from(bytes))).toBe(true);
    expect((await as('222222222222', 'GET', '/mine')).status).toBe(404);
  });

  it('has the presets of Lambda for what is left out', async () => {
    const { call } = await serve({ data: 'presets' });

    const { body } = await call('POST', '/', await newFunction());

    expect(body).toMatchObject({
      Description: '',
      Timeout: 3,
      MemorySize: 128,
      EphemeralStorage: { Size: 512 },
      Architectures: ['x86_64'],
    });
    expect(body).not.toHaveProperty('Environment');
  });

  it('makes functions of Node.js that run with their own variables', async () => {
    const { call } = await serve({ data: 'run' });
    const variables = { Environment: { Variables: { TOPIC: 'x', NODE_OPTIONS: '--no-warnings' } } };
    const nodeCode = {
      'lib/main.cjs':
        'exports.run = async (e) => [e, process.env.TOPIC, process.env.NODE_OPTIONS, process.env.HOME];',
    };
    await call('POST', '', await newFunction({ Handler: 'lib/main.run', ...variables }, nodeCode));

    const [event, topic, nodeOptions, home] = (await call('POST', '/mine/invocations', { a: 1 }))
      .body as readonly unknown[];

    expect([event, topic, home]).toEqual([{ a: 1 }, 'x', null]);
    expect(nodeOptions).toMatch(/--max-old-space-size=115 --no-warnings$/);
  });

  itWithPython('makes functions of Python', async () => {
    const { call } = await serve({ data: 'python' });
    const python = { FunctionName: 'other', Runtime: 'python3.12', Handler: 'app.run' };
    await call('POST', '', await newFunction(python, PYTHON));

    expect((await call('POST', '/other/invocations', { a: 1 })).body).toEqual({ python: { a: 1 } });
  });

  it('keeps functions when the simulator ends, each account its own', async () => {
    const first = await serve({ data: 'kept' });
    await first.call('POST', '', await newFunction());
    await first.as('222222222222', 'POST', '', await newFunction({ Handler: 'main.other' }));

    const { call, as } = await serve({ data: 'kept' });

    expect((await call('GET', '/mine/configuration')).body).toMatchObject({ Handler: 'main.run' });
    expect((await as('222222222222', 'GET', '/mine/configuration')).body).toMatchObject({
      Handler: 'main.other',
    });
    expect((await call('POST', '/mine/invocations', 1)).body).toEqual({ node: 1 });
    const listed = (await call('GET', '')).body as { Functions: { FunctionArn: string }[] };
    expect(listed.Functions.map((one) => one.FunctionArn)).toContain(ARN);
    expect(listed.Functions.filter((one) => one.FunctionArn.endsWith(':mine'))).toHaveLength(1);
  });

  it('refuses a name that is taken, also by the repository and by one made at the same moment', async () => {
    const { call } = await serve({ data: 'taken' });
    const members = await newFunction();

    const answers = await Promise.all([call('POST', '', members), call('POST', '', members)]);

    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    const again = errorOf(await call('POST', '', members));
    expect(again).toMatchObject({ code: 'ResourceConflictException', status: 409 });
    expect(again.body).toEqual({ Type: 'User', message: 'Function already exist: mine' });
    const reserved = await newFunction({ FunctionName: 'etl-pipeline-function' });
    expect(errorOf(await call('POST', '', reserved))).toMatchObject({
      code: 'ResourceConflictException',
    });
  });

  it.each<readonly [string, string, Record<string, unknown>]>([
    ['ValidationException', "at 'functionName'", { FunctionName: 'a b' }],
    ['ValidationException', "Value 'me' at 'role'", { Role: 'me' }],
    ['ValidationException', "Value 'null' at 'role'", { Role: undefined }],
    ['ValidationException', "at 'handler'", { Handler: undefined }],
    ['ValidationException', "at 'handler'", { Handler: 'x y' }],
    ['ValidationException', 'less than or equal to 900', { Timeout: 901 }],
    ['ValidationException', 'greater than or equal to 1', { Timeout: 0 }],
    ['InvalidRequestContentException', 'Timeout is not a whole number', { Timeout: '3' }],
    ['ValidationException', 'greater than or equal to 128', { MemorySize: 127 }],
    ['ValidationException', '[x86_64, arm64]', { Architectures: ['mips'] }],
    ['ValidationException', 'less than or equal to 256', { Description: 'x'.repeat(257) }],
    ['InvalidParameterValueException', 'not in java21', { Runtime: 'java21' }],
    ['InvalidParameterValueException', 'packages of type Image', { PackageType: 'Image' }],
    ['InvalidParameterValueException', 'no Publish', { Publish: true }],
    ['InvalidParameterValueException', 'no Layers', { Layers: ['a'] }],
    ['ValidationException', "at 'zipFile'", { Code: {} }],
    ['InvalidParameterValueException', 'no S3Bucket', { Code: { S3Bucket: 'b', S3Key: 'k' } }],
    ['InvalidRequestContentException', 'ZipFile is not Base64', { Code: { ZipFile: '§' } }],
    ['InvalidParameterValueException', 'Could not unzip', { Code: { ZipFile: 'AAAA' } }],
    ['ValidationException', 'environment.variables', { Environment: { Variables: { '1': 'x' } } }],
    [
      'InvalidParameterValueException',
      'request: AWS_REGION',
      { Environment: { Variables: { AWS_REGION: 'x' } } },
    ],
    [
      'InvalidParameterValueException',
      '4KB',
      { Environment: { Variables: { A1: 'x'.repeat(4096) } } },
    ],
  ])('refuses by %s: %s', async (code, text, overrides) => {
    const { call, dataDir } = await serve({ data: 'refused' });

    const refusal = errorOf(await call('POST', '', await newFunction(overrides)));

    expect(refusal).toMatchObject({ status: 400, code });
    expect(JSON.stringify(refusal.body)).toContain(text);
    const folder = path.join(dataDir, 'functions/created');
    expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
  });

  it('refuses a body that is no JSON object without repeating it', async () => {
    const { url } = await serve({ data: 'body' });

    for (const body of ['{"Environment": "secret', '["secret"]', '']) {
      const answer = await fetch(`${url}/2015-03-31/functions`, { method: 'POST', body });
      expect([answer.status, answer.headers.get('x-amzn-errortype')]).toEqual([
        400,
        'InvalidRequestContentException',
      ]);
      expect(await answer.text()).not.toContain('secret');
    }
  });

  it('refuses a request above 50 MB of zip', async () => {
    const { call } = await serve({ data: 'large' });
    const members = await newFunction({ Code: { ZipFile: 'A'.repeat(69_905_067) } });

    expect(errorOf(await call('POST', '', members))).toMatchObject({
      status: 413,
      code: 'RequestEntityTooLargeException',
    });
  });

  it('refuses a zip above 250 MB unzipped', async () => {
    const { call } = await serve({ data: 'bomb' });
    const zeros = '\0'.repeat(251 * 1024 * 1024);
    const members = await newFunction({}, { 'main.mjs': '', zeros });

    const refusal = errorOf(await call('POST', '', members));

    expect(refusal).toMatchObject({ status: 400, code: 'InvalidParameterValueException' });
    expect(refusal.body).toMatchObject({
      message: 'Unzipped size must be smaller than 262144000 bytes',
    });
  });

  it('is refused, as every change is, where signatures are to be verified', async () => {
    const { call } = await serve({ data: 'closed', takesFunctions: false });

    for (const [method, resource] of [
      ['POST', ''],
      ['PUT', '/mine/code'],
      ['DELETE', '/mine'],
    ] as const) {
      const members = method === 'DELETE' ? undefined : await newFunction();
      expect(errorOf(await call(method, resource, members))).toMatchObject({
        status: 403,
        code: 'AccessDeniedException',
      });
    }
  });
});
