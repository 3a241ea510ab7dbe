import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { specOf } from '../../../test/function-zip.ts';
import { ECHO, errorOf, LAMBDA_ROOT, lambdaApi } from '../../../test/lambda-fixture.ts';

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:demo';
const { serve } = lambdaApi();

describe('GetFunction', () => {
  it('tells what the manifest and the zip say, and gives the zip', async () => {
    const { send, url, zipPath } = await serve();
    const zip = readFileSync(zipPath);

    const { status, body } = await send('/demo');
    const { Code, Configuration } = body as {
      Code: { Location: string };
      Configuration: Record<string, unknown>;
    };
    const location = await fetch(Code.Location);

    expect(status).toBe(200);
    expect(Configuration).toMatchObject({
      FunctionName: 'demo',
      FunctionArn: ARN,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      CodeSize: zip.length,
      CodeSha256: createHash('sha256').update(zip).digest('base64'),
      Timeout: 20,
      MemorySize: 256,
      EphemeralStorage: { Size: 512 },
      Version: '$LATEST',
      State: 'Active',
    });
    expect(Configuration['LastModified']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/);
    expect(Configuration).not.toHaveProperty('Environment');
    expect(Code.Location).toBe(`${url}${LAMBDA_ROOT}/demo/code`);
    expect(zip.equals(Buffer.from(await location.arrayBuffer()))).toBe(true);
    expect((await send('/demo/configuration')).body).toEqual(Configuration);
    expect((await send('/demo?Qualifier=$LATEST')).body).toMatchObject({
      Configuration: { FunctionArn: `${ARN}:$LATEST` },
    });
  });

  it('says of a function that is not built how to build it', async () => {
    const { send } = await serve(ECHO, [specOf({ name: 'later' })]);

    expect((await send('/later/configuration')).body).toMatchObject({
      CodeSize: 0,
      State: 'Pending',
      StateReason: 'There is no zip of the function. Build it with: npx nx run-many -t package',
    });
    expect(errorOf(await send('/later/code'))).toMatchObject({
      status: 404,
      code: 'ResourceNotFoundException',
    });
  });

  it.each(['/none', '/demo?Qualifier=7', '/none/configuration', '/none/code'])(
    'has no function at %s',
    async (resource) => {
      const { send } = await serve();

      expect(errorOf(await send(resource))).toMatchObject({
        status: 404,
        code: 'ResourceNotFoundException',
      });
    },
  );

  it.each([
    ['PUT', '/demo/configuration'],
    ['GET', '/demo/policy'],
    ['POST', '/demo/policy'],
    ['DELETE', ''],
  ])('refuses %s %s, which the simulator does not have', async (method, resource) => {
    const { send } = await serve();

    expect(errorOf(await send(resource, { method }))).toMatchObject({
      status: 404,
      code: 'UnknownOperationException',
    });
  });
});

describe('ListFunctions', () => {
  const many = Array.from({ length: 60 }, (_, i) =>
    specOf({ name: `more-${String(i).padStart(2, '0')}` }),
  );
  type Page = { readonly Functions: { FunctionName: string }[]; readonly NextMarker?: string };

  it('gives all functions, page by page, each once and in order', async () => {
    const { send } = await serve(ECHO, many);
    const pages: Page[] = [];
    let marker: string | undefined = '';
    while (marker !== undefined) {
      const { body } = await send(`/?MaxItems=25${marker && `&Marker=${marker}`}`);
      pages.push(body as Page);
      marker = (body as Page).NextMarker;
    }

    expect(pages.map(({ Functions }) => Functions.length)).toEqual([25, 25, 11]);
    expect(pages.flatMap(({ Functions }) => Functions.map((one) => one.FunctionName))).toEqual([
      'demo',
      ...many.map(({ name }) => name),
    ]);
  });

  it('gives 50 at most, and of every version the only one', async () => {
    const { send } = await serve(ECHO, many);

    const page = (await send('?MaxItems=9999')).body as Page;
    const versions = (await send('?FunctionVersion=ALL&MaxItems=1')).body as Page;

    expect(page.Functions.length).toBe(50);
    expect(versions.Functions).toMatchObject([{ FunctionArn: `${ARN}:$LATEST` }]);
  });

  it.each([
    ['?MaxItems=0', 'ValidationException'],
    ['?MaxItems=10001', 'ValidationException'],
    ['?MaxItems=x', 'ValidationException'],
    ['?Marker=x', 'InvalidParameterValueException'],
  ])('refuses %s', async (query, code) => {
    const { send } = await serve();

    expect(errorOf(await send(query))).toMatchObject({ status: 400, code });
  });
});
